import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { fail } from '#core/result.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { keySha256Of } from '#main/engine/trust/authority.ts';
import type { Ledger, Step } from '#main/engine/trust/ledger.ts';
import { readOneCertificate } from '#main/engine/trust/read.ts';
import { distrustTable } from '#main/engine/trust/rows.ts';
import { decided, unknown, type Decided } from './decided.ts';

export type NewRefusal = InputOf<'trust.refuse'>;

/** By a certificate, which is kept, or by the number of one, or of a key, that need not be known. */
export function refuse(ledger: Ledger, { kind, of, label, note }: NewRefusal): Decided {
  const read = 'pem' in of ? readOneCertificate(of.pem, 0) : undefined;
  if (read?.ok === false) return read;
  const found = read?.value;
  const given = 'sha256' in of ? of.sha256 : '';
  const certificate = found?.sha256 ?? knownCertificate(ledger, kind, given);
  const sha256 = found === undefined ? given : kind === 'certificate' ? found.sha256 : keySha256Of(found.certificate);
  const subject = found && shortName(found.certificate.subject);
  const distrust: Distrust = {
    kind,
    sha256,
    label: label?.trim() || subject || nameOf(ledger, certificate) || `${sha256.slice(0, 8).toUpperCase()}…`,
    ...(note ? { note } : {}),
    addedAt: ledger.ground.now,
    ...(certificate === undefined ? {} : { certificate }),
  };
  const there = ledger.distrusted.get(distrustId(distrust));
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${distrustId(distrust)} is refused already.` });
  if (found !== undefined) ledger.meet(found);
  put(ledger, 'add-distrust', distrust, (file) => {
    if (found !== undefined) file.keep(found);
    file.insert(distrustTable, distrust);
  });
  return decided;
}

/** A certificate that is kept under the number, so that its bytes can be shown. */
function knownCertificate({ ground }: Ledger, kind: Distrust['kind'], sha256: string): string | undefined {
  return kind === 'certificate' && ground.snapshot.certificates.has(sha256) ? sha256 : undefined;
}

function nameOf({ ground }: Ledger, sha256: string | undefined): string | undefined {
  return sha256 === undefined ? undefined : ground.snapshot.certificates.get(sha256)?.facts.subject;
}

export function removeRefusal(ledger: Ledger, id: string): Decided {
  const distrust = ledger.distrusted.get(id);
  if (distrust === undefined) return unknown(id);
  const { now } = ledger.ground;
  put(ledger, 'remove-distrust', distrust, (file) => file.setRemoved(distrustTable, id, now));
  return decided;
}

export function restoreRefusal(ledger: Ledger, id: string): Decided {
  const there = ledger.distrusted.get(id);
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${id} was not removed.` });
  const removed = ledger.ground.file.readRemoved(distrustTable, id);
  if (removed === undefined) return unknown(id);
  put(ledger, 'restore-distrust', removed, (file) => file.setRemoved(distrustTable, id, undefined));
  return decided;
}

function put(
  ledger: Ledger,
  action: 'add-distrust' | 'remove-distrust' | 'restore-distrust',
  distrust: Distrust,
  apply: Step['apply'],
): void {
  const { kind, sha256, label, note, certificate } = distrust;
  const id = distrustId(distrust);
  const values = {
    ...{ kind, sha256, label },
    ...(note === undefined ? {} : { note }),
    ...(certificate === undefined ? {} : { certificate }),
  };
  const isGone = action === 'remove-distrust';
  ledger.distrusted.delete(id);
  // A certificate whose key is refused as well is refused either way.
  const isRefusedAnyway = kind === 'certificate' && ledger.refusalOf(sha256) !== undefined;
  if (!isGone) ledger.distrusted.set(id, distrust);
  const way = isGone ? 'wider' : 'narrower';
  ledger.record(
    {
      action,
      direction: isRefusedAnyway ? 'neutral' : way,
      subject: id,
      label,
      ...(isGone ? { before: values } : { after: values }),
    },
    apply,
  );
}
