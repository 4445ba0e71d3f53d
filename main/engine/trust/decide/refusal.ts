import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { fail } from '#core/result.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { keySha256Of } from '#main/engine/trust/authority.ts';
import type { Ledger, Step } from '#main/engine/trust/ledger.ts';
import { readOneCertificate, type FoundCertificate } from '#main/engine/trust/read.ts';
import { distrustTable } from '#main/engine/trust/rows.ts';
import { decided, unknown, type Decided } from './decided.ts';

export type NewRefusal = InputOf<'trust.refuse'>;

/** By a certificate, which is kept, or by the number of one, or of a key, that need not be known. */
export function refuse(ledger: Ledger, { kind, of, label, note }: NewRefusal): Decided {
  const read = 'pem' in of ? readOneCertificate(of.pem, 0) : undefined;
  if (read?.ok === false) return read;
  const given = 'sha256' in of ? of.sha256 : '';
  const found = read?.value ?? (kind === 'certificate' ? listedRoot(ledger, given) : undefined);
  const kept = kind === 'certificate' ? ledger.ground.snapshot.certificates.get(given) : undefined;
  const certificate = found?.sha256 ?? kept?.sha256;
  const sha256 = found === undefined ? given : kind === 'certificate' ? found.sha256 : keySha256Of(found.certificate);
  const subject = found === undefined ? kept?.facts.subject : shortName(found.certificate.subject);
  const distrust: Distrust = {
    kind,
    sha256,
    label: label?.trim() || subject || `${sha256.slice(0, 8).toUpperCase()}…`,
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

/** Of a list: its bytes are kept, for the list may lose it. */
function listedRoot({ ground }: Ledger, sha256: string): FoundCertificate | undefined {
  const root = ground.root(sha256);
  return root && { sha256, der: root.certificate.der, certificate: root.certificate };
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
