import type { InputOf } from '#core/contract.ts';
import { shortName } from '#core/certificate/name.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure, TrustSources } from '#core/trust/anchor.ts';
import { formatPattern, parsePattern } from '#core/trust/pattern.ts';
import { refusalOf } from './candidate.ts';
import type { NewAuditRow, StoredAnchor, TrustFile, TrustSnapshot } from './file.ts';
import { directionOf, reachOf, type Decision } from './reach.ts';
import { readOneCertificate } from './read.ts';

/** One thing that will be stored, with its row of the audit: they happen together or not at all. */
export interface Step {
  readonly audit: NewAuditRow;
  readonly apply: (file: TrustFile) => void;
}

export type NewAnchor = InputOf<'trust.add'>['anchors'][number];
export type AnchorChange = InputOf<'trust.update'>;

/** What a decision is taken on: the file as it is, the moment, and whether an enabled source holds a certificate. */
export interface Ground {
  readonly snapshot: TrustSnapshot;
  readonly now: number;
  readonly bySource: (sha256: string) => boolean;
}

/** Steps that add anchors: all, or the first reason why one cannot be. */
export function decideAdd(ground: Ground, anchors: readonly NewAnchor[]): Result<readonly Step[], TrustFailure> {
  const known = new Map(ground.snapshot.anchors.map((anchor) => [anchor.sha256, anchor.label]));
  const steps: Step[] = [];
  for (const [index, given] of anchors.entries()) {
    const made = newAnchor(given, index, ground.now);
    if (!made.ok) return made;
    const label = known.get(made.value.sha256);
    if (label !== undefined) {
      return fail({ kind: 'already-there', label, message: `${made.value.sha256} is a custom anchor already.` });
    }
    known.set(made.value.sha256, made.value.label);
    steps.push(stepOf(ground, 'add-anchor', undefined, made.value, (file) => file.insert(made.value)));
  }
  // The list shows the newest first. Stored backwards, a bundle keeps the order it had.
  return ok(steps.reverse());
}

function newAnchor(given: NewAnchor, index: number, now: number): Result<StoredAnchor, TrustFailure> {
  const read = readOneCertificate(given.pem, index);
  if (!read.ok) return read;
  const { sha256, der, certificate } = read.value;
  const what = refusalOf(certificate);
  const subject = shortName(certificate.subject);
  if (what !== undefined) return fail({ kind: 'not-a-ca', what, subject, message: `${subject} is ${what}.` });
  const scope = checkScope(given.scope);
  if (!scope.ok) return scope;
  return ok({
    sha256,
    der,
    label: given.label?.trim() || subject,
    enabled: true,
    scope: scope.value,
    ...(given.trustedUntil === undefined ? {} : { trustedUntil: given.trustedUntil }),
    ...(given.note ? { note: given.note } : {}),
    origin: given.origin,
    addedAt: now,
  });
}

/** The patterns as the app writes them, each once; or the first that is none. */
function checkScope(scope: readonly string[]): Result<readonly string[], TrustFailure> {
  const patterns = new Set<string>();
  for (const text of scope) {
    const parsed = parsePattern(text);
    if (!parsed.ok) return parsed;
    patterns.add(formatPattern(parsed.value));
  }
  return ok([...patterns]);
}

/** Steps that change what the user said. None when nothing differs. Switching on or off is a row of its own. */
export function decideUpdate(ground: Ground, change: AnchorChange): Result<readonly Step[], TrustFailure> {
  const before = ground.snapshot.anchors.find((anchor) => anchor.sha256 === change.sha256);
  if (before === undefined) return unknownAnchor(change.sha256);
  const scope = change.scope === undefined ? ok(before.scope) : checkScope(change.scope);
  if (!scope.ok) return scope;
  const changed = withChange(before, change, scope.value);
  const steps: Step[] = [];
  if (!sameFields(before, changed)) {
    steps.push(stepOf(ground, 'change-anchor', before, changed, (file) => file.update(changed)));
  }
  if (change.enabled !== undefined && change.enabled !== before.enabled) {
    const switched = { ...changed, enabled: change.enabled };
    const action = change.enabled ? 'enable-anchor' : 'disable-anchor';
    steps.push(stepOf(ground, action, changed, switched, (file) => file.update(switched)));
  }
  return ok(steps);
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

function sameFields(a: StoredAnchor, b: StoredAnchor): boolean {
  return JSON.stringify(described(a)) === JSON.stringify(described(b));
}

export function decideRemove(ground: Ground, sha256: string): Result<readonly Step[], TrustFailure> {
  const anchor = ground.snapshot.anchors.find((known) => known.sha256 === sha256);
  if (anchor === undefined) return unknownAnchor(sha256);
  return ok([stepOf(ground, 'remove-anchor', anchor, undefined, (file) => file.setRemoved(sha256, ground.now))]);
}

/** @param removed what stands in the file as removed; undefined when nothing does */
export function decideRestore(
  ground: Ground,
  sha256: string,
  removed: StoredAnchor | undefined,
): Result<readonly Step[], TrustFailure> {
  const there = ground.snapshot.anchors.find((anchor) => anchor.sha256 === sha256);
  if (there !== undefined) {
    return fail({ kind: 'already-there', label: there.label, message: `${sha256} was not removed.` });
  }
  if (removed === undefined) return unknownAnchor(sha256);
  return ok([stepOf(ground, 'restore-anchor', undefined, removed, (file) => file.setRemoved(sha256, undefined))]);
}

const sourceLabels: Readonly<Record<keyof TrustSources, string>> = { system: 'System', bundled: 'Bundled' };

export function decideSource(
  ground: Ground,
  source: keyof TrustSources,
  enabled: boolean,
): Result<readonly Step[], TrustFailure> {
  if (ground.snapshot.sources[source] === enabled) return ok([]);
  const audit: NewAuditRow = {
    action: enabled ? 'source-on' : 'source-off',
    direction: enabled ? 'wider' : 'narrower',
    subject: source,
    label: sourceLabels[source],
    before: { enabled: !enabled },
    after: { enabled },
  };
  return ok([{ audit, apply: (file) => file.setSource(source, enabled) }]);
}

function stepOf(
  ground: Ground,
  action: NewAuditRow['action'],
  before: StoredAnchor | undefined,
  after: StoredAnchor | undefined,
  apply: Step['apply'],
): Step {
  const sha256 = (after ?? before)?.sha256 ?? '';
  const reach = (decision: Decision | undefined) => reachOf(decision, ground.bySource(sha256), ground.now);
  const audit: NewAuditRow = {
    action,
    direction: directionOf(reach(before), reach(after)),
    subject: sha256,
    label: (after ?? before)?.label ?? '',
    ...(before === undefined ? {} : { before: described(before) }),
    ...(after === undefined ? {} : { after: described(after) }),
  };
  return { audit, apply };
}

/** What the audit keeps of an anchor: what the user said, and where it came from. */
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

function unknownAnchor(sha256: string): Result<never, TrustFailure> {
  return fail({ kind: 'unknown-anchor', sha256, message: `No custom anchor ${sha256}.` });
}
