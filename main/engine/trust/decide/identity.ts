import { decodeCertificate } from '#core/certificate/decode.ts';
import type { InputOf } from '#core/contract.ts';
import { fail, ok } from '#core/result.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { fingerprintOf } from '#main/engine/trust/authority.ts';
import type { Ledger, Step } from '#main/engine/trust/ledger.ts';
import { directionOf, type Reach } from '#main/engine/trust/reach.ts';
import type { FoundCertificate } from '#main/engine/trust/read.ts';
import { identityTable } from '#main/engine/trust/rows.ts';
import type { StoredIdentity } from '#main/engine/trust/stored.ts';
import { checkPatterns } from './anchor.ts';
import { decided, unknown, type Decided } from './decided.ts';

export type IdentityChange = InputOf<'identity.update'>;

/** A private key as a secret store gave it back, and which one that is. */
export interface SealedKey {
  readonly bytes: Uint8Array;
  readonly by: string;
}

export function addIdentity(ledger: Ledger, identity: StoredIdentity): Decided {
  const there = ledger.identities.get(identity.id);
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${identity.id} is an identity already.` });
  const hosts = checkPatterns(identity.hosts);
  if (!hosts.ok) return hosts;
  const chain: FoundCertificate[] = [];
  for (const [index, der] of identity.chain.entries()) {
    const certificate = decodeCertificate(der);
    if (!certificate.ok) {
      const { reason } = certificate.error;
      return fail({ kind: 'malformed-certificate', reason, index, message: reason });
    }
    chain.push({ sha256: fingerprintOf(der), der, certificate: certificate.value });
  }
  const stored = { ...identity, hosts: hosts.value };
  put(ledger, 'add-identity', undefined, stored, (file) => {
    for (const found of chain) file.keep(found);
    file.insert(identityTable, stored);
  });
  return decided;
}

/** Nothing when nothing differs. */
export function updateIdentity(ledger: Ledger, change: IdentityChange): Decided {
  const before = ledger.identities.get(change.id);
  if (before === undefined) return unknown(change.id);
  const hosts = change.hosts === undefined ? ok(before.hosts) : checkPatterns(change.hosts);
  if (!hosts.ok) return hosts;
  const { note: oldNote, ...rest } = before;
  const note = change.note === undefined ? oldNote : change.note || undefined;
  const after: StoredIdentity = {
    ...rest,
    label: change.label?.trim() || before.label,
    hosts: hosts.value,
    enabled: change.enabled ?? before.enabled,
    ...(note === undefined ? {} : { note }),
  };
  if (JSON.stringify(described(before)) === JSON.stringify(described(after))) return decided;
  put(ledger, 'change-identity', before, after, (file) => file.update(identityTable, after));
  return decided;
}

export function protectIdentity(ledger: Ledger, id: string, { bytes, by }: SealedKey): Decided {
  const before = ledger.identities.get(id);
  if (before === undefined) return unknown(id);
  const after = { ...before, sealedKey: bytes, sealedBy: by };
  put(ledger, 'protect-identity', before, after, (file) => file.update(identityTable, after));
  return decided;
}

export function removeIdentity(ledger: Ledger, id: string): Decided {
  const identity = ledger.identities.get(id);
  if (identity === undefined) return unknown(id);
  const { now } = ledger.ground;
  put(ledger, 'remove-identity', identity, undefined, (file) => file.setRemoved(identityTable, id, now));
  return decided;
}

export function restoreIdentity(ledger: Ledger, id: string): Decided {
  const there = ledger.identities.get(id);
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${id} was not removed.` });
  const removed = ledger.ground.file.readRemoved(identityTable, id);
  if (removed === undefined) return unknown(id);
  put(ledger, 'restore-identity', undefined, removed, (file) => file.setRemoved(identityTable, id, undefined));
  return decided;
}

/** To whom it may be shown: wider means that more servers may learn who the user is. */
function reachOf(identity: StoredIdentity | undefined): Reach {
  return { hosts: identity?.enabled === true ? identity.hosts : 'none', until: Infinity };
}

function put(
  ledger: Ledger,
  action: AuditEntry['action'],
  before: StoredIdentity | undefined,
  after: StoredIdentity | undefined,
  apply: Step['apply'],
): void {
  const thing = after ?? before;
  if (thing === undefined) return;
  const { id, label } = thing;
  ledger.record(
    {
      action,
      direction: directionOf(reachOf(before), reachOf(after)),
      subject: id,
      label,
      ...(before === undefined ? {} : { before: described(before) }),
      ...(after === undefined ? {} : { after: described(after) }),
    },
    apply,
  );
  if (after === undefined) ledger.identities.delete(id);
  else ledger.identities.set(id, after);
}

function described(identity: StoredIdentity): Record<string, unknown> {
  const { label, enabled, hosts, note, origin, chain, sealedBy } = identity;
  const [leaf] = chain;
  return {
    ...{ label, enabled, hosts },
    ...(note === undefined ? {} : { note }),
    origin,
    ...(leaf === undefined ? {} : { leaf: fingerprintOf(leaf) }),
    ...(sealedBy === undefined ? {} : { sealedBy }),
  };
}
