import { shortName } from '#core/certificate/name.ts';
import type { InputOf } from '#core/contract.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { AuditEntry, TrustFailure } from '#core/trust/anchor.ts';
import { formatPattern, parsePattern } from '#core/trust/pattern.ts';
import { refusalOf } from '#main/engine/trust/candidate.ts';
import type { Ledger, Step } from '#main/engine/trust/ledger.ts';
import { directionOf, reachOf, type Reach } from '#main/engine/trust/reach.ts';
import { readOneCertificate, type FoundCertificate } from '#main/engine/trust/read.ts';
import { anchorTable } from '#main/engine/trust/rows.ts';
import type { StoredAnchor } from '#main/engine/trust/stored.ts';
import { decided, unknown, type Decided } from './decided.ts';

/** As the window gives it, or with the certificate read already. */
export type NewAnchor = Omit<InputOf<'trust.add'>['anchors'][number], 'pem'> & GivenCertificate;
export type GivenCertificate = { readonly pem: string } | { readonly found: FoundCertificate };

export type AnchorChange = InputOf<'trust.update'>;

/** All, or the first reason why one cannot be. */
export function addAnchors(ledger: Ledger, anchors: readonly NewAnchor[]): Decided {
  const made: { readonly anchor: StoredAnchor; readonly found: FoundCertificate }[] = [];
  const fresh = new Map<string, string>();
  for (const [index, given] of anchors.entries()) {
    const one = newAnchor(given, index, ledger.ground.now);
    if (!one.ok) return one;
    const { sha256, label: ours } = one.value.anchor;
    const label = ledger.anchors.get(sha256)?.label ?? fresh.get(sha256);
    if (label !== undefined)
      return fail({ kind: 'already-there', label, message: `${sha256} is a custom anchor already.` });
    fresh.set(sha256, ours);
    made.push(one.value);
  }
  // The list shows the newest first. Stored backwards, a bundle keeps the order it had.
  for (const { anchor, found } of made.reverse()) {
    ledger.meet(found);
    put(ledger, 'add-anchor', undefined, anchor, (file) => {
      file.keep(found);
      file.insert(anchorTable, anchor);
    });
  }
  return decided;
}

function newAnchor(
  given: NewAnchor,
  index: number,
  now: number,
): Result<{ readonly anchor: StoredAnchor; readonly found: FoundCertificate }, TrustFailure> {
  const read = readGiven(given, index);
  if (!read.ok) return read;
  const { sha256, certificate } = read.value;
  const what = refusalOf(certificate);
  const subject = shortName(certificate.subject);
  if (what !== undefined) return fail({ kind: 'not-a-ca', what, subject, message: `${subject} is ${what}.` });
  const scope = checkPatterns(given.scope);
  if (!scope.ok) return scope;
  const anchor: StoredAnchor = {
    sha256,
    label: given.label?.trim() || subject,
    enabled: true,
    scope: scope.value,
    ...(given.trustedUntil === undefined ? {} : { trustedUntil: given.trustedUntil }),
    ...(given.note ? { note: given.note } : {}),
    origin: given.origin,
    addedAt: now,
  };
  return ok({ anchor, found: read.value });
}

export function readGiven(given: GivenCertificate, index: number): Result<FoundCertificate, TrustFailure> {
  return 'found' in given ? ok(given.found) : readOneCertificate(given.pem, index);
}

/** The patterns as the app writes them, each once; or the first that is none. */
export function checkPatterns(texts: readonly string[]): Result<readonly string[], TrustFailure> {
  const patterns = new Set<string>();
  for (const text of texts) {
    const parsed = parsePattern(text);
    if (!parsed.ok) return parsed;
    patterns.add(formatPattern(parsed.value));
  }
  return ok([...patterns]);
}

/** Nothing when nothing differs. Switching on or off is a row of its own. */
export function updateAnchor(ledger: Ledger, change: AnchorChange): Decided {
  const before = ledger.anchors.get(change.sha256);
  if (before === undefined) return unknown(change.sha256);
  const scope = change.scope === undefined ? ok(before.scope) : checkPatterns(change.scope);
  if (!scope.ok) return scope;
  const changed = withChange(before, change, scope.value);
  if (JSON.stringify(described(before)) !== JSON.stringify(described(changed)))
    put(ledger, 'change-anchor', before, changed, (file) => file.update(anchorTable, changed));
  if (change.enabled !== undefined) switchAnchor(ledger, changed, change.enabled);
  return decided;
}

export function switchAnchor(ledger: Ledger, anchor: StoredAnchor, enabled: boolean): void {
  if (anchor.enabled === enabled) return;
  const switched = { ...anchor, enabled };
  const action = enabled ? 'enable-anchor' : 'disable-anchor';
  put(ledger, action, anchor, switched, (file) => file.update(anchorTable, switched));
}

export function removeAnchor(ledger: Ledger, sha256: string): Decided {
  const anchor = ledger.anchors.get(sha256);
  if (anchor === undefined) return unknown(sha256);
  const { now } = ledger.ground;
  put(ledger, 'remove-anchor', anchor, undefined, (file) => file.setRemoved(anchorTable, sha256, now));
  return decided;
}

export function restoreAnchor(ledger: Ledger, sha256: string): Decided {
  const there = ledger.anchors.get(sha256);
  if (there !== undefined)
    return fail({ kind: 'already-there', label: there.label, message: `${sha256} was not removed.` });
  const removed = ledger.ground.file.readRemoved(anchorTable, sha256);
  if (removed === undefined) return unknown(sha256);
  put(ledger, 'restore-anchor', undefined, removed, (file) => file.setRemoved(anchorTable, sha256, undefined));
  return decided;
}

/** The anchor with the changed label, scope, end and note; `enabled` as it was. */
function withChange(before: StoredAnchor, change: AnchorChange, scope: readonly string[]): StoredAnchor {
  const { trustedUntil: oldEnd, note: oldNote, ...rest } = before;
  const trustedUntil = change.trustedUntil === undefined ? oldEnd : (change.trustedUntil ?? undefined);
  const note = change.note === undefined ? oldNote : change.note || undefined;
  return {
    ...rest,
    label: change.label?.trim() || before.label,
    scope,
    ...(trustedUntil === undefined ? {} : { trustedUntil }),
    ...(note === undefined ? {} : { note }),
  };
}

function put(
  ledger: Ledger,
  action: AuditEntry['action'],
  before: StoredAnchor | undefined,
  after: StoredAnchor | undefined,
  apply: Step['apply'],
): void {
  const thing = after ?? before;
  if (thing === undefined) return;
  const { sha256, label } = thing;
  const reach = (decision: StoredAnchor | undefined): Reach =>
    ledger.refusalOf(sha256) === undefined
      ? reachOf(decision, ledger.bySource(sha256), ledger.ground.now)
      : { hosts: 'none', until: Infinity };
  ledger.record(
    {
      action,
      direction: directionOf(reach(before), reach(after)),
      subject: sha256,
      label,
      ...(before === undefined ? {} : { before: described(before) }),
      ...(after === undefined ? {} : { after: described(after) }),
    },
    apply,
  );
  if (after === undefined) ledger.anchors.delete(sha256);
  else ledger.anchors.set(sha256, after);
}

function described(anchor: StoredAnchor): Record<string, unknown> {
  const { label, enabled, scope, trustedUntil, note, origin } = anchor;
  return {
    label,
    enabled,
    scope,
    ...(trustedUntil === undefined ? {} : { trustedUntil }),
    ...(note === undefined ? {} : { note }),
    origin,
  };
}
