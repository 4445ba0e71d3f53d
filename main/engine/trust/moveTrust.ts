import { hash } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortName } from '#core/certificate/name.ts';
import { toPem } from '#core/certificate/pem.ts';
import { readTrustFile, writeTrustFile, type MovedAnchor, type TrustContents } from '#core/export/trustFile.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Anchor, TrustFailure, TrustState } from '#core/trust/anchor.ts';
import { distrustId } from '#core/trust/distrust.ts';
import { hasEnded, type TrustException } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import type { MoveEntry, MoveFailure, MovePlan } from '#core/trust/move.ts';
import { formatPattern, parsePattern, patternFor } from '#core/trust/pattern.ts';
import type { TrustOrder } from './decisions.ts';
import type { TrustStore } from './store.ts';
import { directionOf as reachDirection, reachOf, type Reach } from './reach.ts';
import type { NewAuditRow, StoredAnchor } from './stored.ts';
import { digest } from '#main/engine/certificate/digest.ts';

type Store = Pick<TrustStore, 'state' | 'kept' | 'rehearse'>;

/**
 * The whole store as a trust file. Left out: keys of client certificates, exceptions that end with the run, counts of use.
 *
 * @returns how many entries are in it
 */
export function writeTrust(
  store: Store,
  head: { readonly writtenAt: number; readonly writtenBy: string },
): Result<{ readonly text: string; readonly entries: number }, TrustFailure> {
  const state = store.state();
  if (!state.ok) return state;
  const contents = contentsOf(state.value, store, head.writtenAt);
  const { anchors, hints, refused, exceptions, switchedOff } = contents;
  const entries = anchors.length + hints.length + refused.length + exceptions.length + switchedOff.length;
  return ok({ text: writeTrustFile(head, contents, digest), entries });
}

function contentsOf(state: TrustState, store: Store, now: number): TrustContents {
  const derOf = (sha256: string): Uint8Array | undefined => store.kept(sha256)?.certificate.der;
  return {
    sources: state.sources,
    anchors: state.anchors.flatMap((anchor) => {
      const der = anchor.source === 'custom' ? derOf(anchor.sha256) : undefined;
      return der === undefined ? [] : [{ der, ...movedAnchor(anchor) }];
    }),
    hints: state.hints.flatMap(({ sha256, label, note, origin, notAfter }) => {
      const der = derOf(sha256);
      return der === undefined
        ? []
        : [{ der, label, ...noteOf(note), origin, subject: subjectOf(store, sha256), notAfter }];
    }),
    refused: state.distrusted.map(({ kind, sha256, label, note, certificate }) => {
      const der = certificate === undefined ? undefined : derOf(certificate);
      return { kind, sha256, label, ...noteOf(note), ...(der !== undefined && { der }) };
    }),
    exceptions: state.exceptions.flatMap(({ host, port, leaf, accepted, end, note, subject, notAfter }) => {
      const der = derOf(leaf);
      // One that is over would stand in the file as something to be refused anew.
      if (der === undefined || end.kind === 'once' || end.kind === 'session' || hasEnded(end, 0, now)) return [];
      const until = end.kind === 'date' ? { until: end.at } : {};
      return [{ host, port, der, accepted, ...until, ...noteOf(note), subject, notAfter }];
    }),
    switchedOff: switchedOff(state),
  };
}

function movedAnchor({
  label,
  enabled,
  scope,
  trustedUntil,
  note,
  origin,
  subject,
  notAfter,
}: Anchor): Omit<MovedAnchor, 'der'> {
  return {
    ...{ label, enabled, scope, subject, notAfter },
    ...(trustedUntil !== undefined && { trustedUntil }),
    ...noteOf(note),
    origin: origin ?? { kind: 'paste' },
  };
}

/** Roots that are off although their list is on, and not because of what was said about the same certificate as a custom anchor. */
function switchedOff({ anchors, sources }: TrustState): TrustContents['switchedOff'] {
  const custom = new Set(anchors.filter(({ source }) => source === 'custom').map(({ sha256 }) => sha256));
  const off = anchors.filter(
    ({ source, enabled, sha256 }) => source !== 'custom' && sources[source] && !enabled && !custom.has(sha256),
  );
  return [...new Map(off.map(({ sha256, label }) => [sha256, { sha256, label }])).values()];
}

function subjectOf(store: Store, sha256: string): string {
  const known = store.kept(sha256);
  return known === undefined ? '' : shortName(known.certificate.subject);
}

function noteOf(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

/** A plan with what its entries do to the store. */
export interface PreparedMove {
  readonly plan: MovePlan;
  /** By the key of the entry; none for what is here already. */
  readonly orders: ReadonlyMap<string, readonly TrustOrder[]>;
  /** Of the store that the plan was made on. */
  readonly revision: number;
}

/** What applying a trust file would change. Nothing is stored. */
export function planMove(store: Store, text: string, now: number): Result<PreparedMove, TrustFailure | MoveFailure> {
  const read = readTrustFile(text, digest);
  if (!read.ok) return read;
  const state = store.state();
  if (!state.ok) return state;
  const { contents, ...head } = read.value;
  const wanted = wantedOf(contents, state.value, now);
  const orders = new Map(wanted.map(({ key, orders: of }) => [key, of]));
  const seen = new Set<string>();
  const repeated = wanted.find(({ key }) => seen.has(key) || !seen.add(key));
  if (repeated !== undefined) {
    const reason = `${repeated.label} stands in it twice`;
    return fail({ kind: 'not-a-trust-file', reason, message: reason });
  }
  const rows = rehearsed(store, wanted);
  if (!rows.ok) return rows;
  const others = wanted.filter(({ kind, orders: of }) => kind !== 'source' || of.length === 0);
  // Limiting a listed authority narrows where its list is switched on by the same file, and widens where that is left out.
  const alone = others.length === wanted.length ? rows : rehearsed(store, others);
  if (!alone.ok) return alone;
  const entries = wanted.map((one): MoveEntry => {
    const entry = entryOf(one, rows.value.get(one.key) ?? []);
    return directionOf(alone.value.get(one.key) ?? []) === 'wider' ? { ...entry, direction: 'wider' } : entry;
  });
  return ok({ plan: { ...head, entries }, orders, revision: state.value.revision });
}

/** The rows of the audit that these would write, by the key of their entry. */
function rehearsed(
  store: Pick<Store, 'rehearse'>,
  wanted: readonly Pick<Wanted, 'orders'>[],
): Result<ReadonlyMap<string, readonly NewAuditRow[]>, TrustFailure> {
  const rows = store.rehearse(wanted.flatMap(({ orders }) => orders));
  if (!rows.ok) return rows;
  const byKey = new Map<string, NewAuditRow[]>();
  for (const row of rows.value) {
    const key = rowKey(row);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [row]);
    else same.push(row);
  }
  return ok(byKey);
}

/**
 * Stores what was chosen of a plan, all or none. Refused when the store is not what the plan was shown for, or when what was chosen
 * would widen trust where the plan did not say so: what a person saw is all that happens.
 */
export function applyMove(
  store: Store & Pick<TrustStore, 'apply'>,
  { plan, orders, revision }: PreparedMove,
  keys: readonly string[],
): Result<TrustState, TrustFailure | MoveFailure> {
  const state = store.state();
  if (!state.ok) return state;
  const chosen = keys.map((key) => ({ key, orders: orders.get(key) }));
  const known = chosen.flatMap(({ key, orders: of }) => (of === undefined ? [] : [{ key, orders: of }]));
  if (state.value.revision !== revision || known.length < chosen.length) return planGone();
  const rows = rehearsed(store, known);
  if (!rows.ok) return rows;
  const announced = new Set(plan.entries.flatMap(({ key, direction }) => (direction === 'wider' ? [key] : [])));
  for (const [key, of] of rows.value) if (directionOf(of) === 'wider' && !announced.has(key)) return planGone();
  return store.apply(known.flatMap(({ orders: of }) => of));
}

export function planGone(): Result<never, MoveFailure> {
  return fail({ kind: 'read-gone', message: 'No plan of this id is kept for the store as it is.' });
}

/** An entry of the file, with the decisions that would make the store say the same. */
interface Wanted {
  readonly key: string;
  readonly kind: MoveEntry['kind'];
  readonly label: string;
  /** What the file says, as the audit describes things. */
  readonly says: Readonly<Record<string, unknown>>;
  readonly orders: readonly TrustOrder[];
  readonly der?: Uint8Array | undefined;
}

function wantedOf(contents: TrustContents, state: TrustState, now: number): readonly Wanted[] {
  const customs = new Set(state.anchors.flatMap(({ source, sha256 }) => (source === 'custom' ? [sha256] : [])));
  const hints = new Set(state.hints.map(({ sha256 }) => sha256));
  const refused = new Set(state.distrusted.map(distrustId));
  const exceptions = new Map(state.exceptions.map((one) => [patternFor(one.host, one.port), one]));
  const listed = new Set(
    state.anchors.flatMap(({ enabled, source, sha256 }) => (enabled && source !== 'custom' ? [sha256] : [])),
  );
  return [
    ...sourcesWanted(contents, state),
    ...contents.anchors.map((anchor) => anchorWanted(anchor, customs)),
    ...contents.hints.map((hint): Wanted => {
      const sha256 = printOf(hint.der);
      const { label, note, origin } = hint;
      const isHere = hints.has(sha256);
      const order: TrustOrder = { do: 'add-hints', hints: [{ pem: toPem(hint.der), label, origin, ...noteOf(note) }] };
      return {
        ...{ key: `hint:${sha256}`, kind: 'hint', label, der: hint.der },
        says: { label, ...noteOf(note), origin },
        orders: isHere ? [] : [order],
      };
    }),
    ...contents.refused.map(({ kind, sha256, label, note, der }): Wanted => {
      const id = distrustId({ kind, sha256 });
      const isHere = refused.has(id);
      const of = der === undefined ? { sha256 } : { pem: toPem(der) };
      const order: TrustOrder = { do: 'refuse', refusal: { kind, of, label, ...noteOf(note) } };
      return {
        ...{ key: `distrust:${id}`, kind: 'distrust', label, der },
        says: { label, ...noteOf(note) },
        orders: isHere ? [] : [order],
      };
    }),
    ...contents.exceptions.map((exception) => exceptionWanted(exception, exceptions, now)),
    ...switchesWanted(contents, listed),
  ];
}

function sourcesWanted({ sources }: TrustContents, state: TrustState): readonly Wanted[] {
  return (['system', 'bundled'] as const).map((source) => ({
    ...{ key: `source:${source}`, kind: 'source' as const, label: source === 'system' ? 'System' : 'Bundled' },
    says: { enabled: sources[source] },
    orders: state.sources[source] === sources[source] ? [] : [{ do: 'set-source', source, enabled: sources[source] }],
  }));
}

function anchorWanted(
  { der, label, enabled, scope, trustedUntil, note, origin }: MovedAnchor,
  customs: ReadonlySet<string>,
): Wanted {
  const sha256 = printOf(der);
  const says = {
    label,
    enabled,
    scope: scope.map(normalised),
    ...(trustedUntil !== undefined && { trustedUntil }),
    ...noteOf(note),
  };
  const add: TrustOrder = {
    do: 'add',
    anchors: [
      {
        pem: toPem(der),
        label,
        scope: [...scope],
        origin,
        ...(trustedUntil !== undefined && { trustedUntil }),
        ...noteOf(note),
      },
    ],
  };
  const update: TrustOrder = {
    do: 'update',
    change: { sha256, label, enabled, scope: [...scope], trustedUntil: trustedUntil ?? null, note: note ?? '' },
  };
  const off: TrustOrder = { do: 'update', change: { sha256, enabled: false } };
  const orders = customs.has(sha256) ? [update] : [add, ...(enabled ? [] : [off])];
  return { ...{ key: `anchor:${sha256}`, kind: 'anchor', label, der }, says: { ...says, origin }, orders };
}

function exceptionWanted(
  { host, port, der, accepted, until, note }: TrustContents['exceptions'][number],
  here: ReadonlyMap<string, TrustException>,
  now: number,
): Wanted {
  const leaf = printOf(der);
  const end = until === undefined ? { kind: 'forever' as const } : { kind: 'date' as const, at: until };
  const label = patternFor(hostKey(host), port);
  const known = here.get(label);
  const isHere =
    known?.leaf === leaf &&
    JSON.stringify([known.end, known.note]) === JSON.stringify([end, note]) &&
    [...known.accepted].sort().join() === [...accepted].sort().join();
  const order: TrustOrder = {
    do: 'except',
    exception: { host, port, pem: toPem(der), accepted: [...accepted], end, ...noteOf(note) },
  };
  return {
    ...{ key: `exception:${label}`, kind: 'exception', label, der },
    says: { leaf, accepted, end, ...noteOf(note) },
    // What is over adds nothing, and would be refused.
    orders: isHere || hasEnded(end, 0, now) ? [] : [order],
  };
}

/** @param listed roots that are on */
function switchesWanted({ switchedOff: off }: TrustContents, listed: ReadonlySet<string>): readonly Wanted[] {
  return off.map(({ sha256, label }) => {
    // A root of another system's list, or one that is off: there is nothing to switch.
    const isHere = listed.has(sha256);
    return {
      ...{ key: `switch:${sha256}`, kind: 'switch' as const, label },
      says: { enabled: false },
      orders: isHere ? [{ do: 'switch' as const, sha256s: [sha256], enabled: false }] : [],
    };
  });
}

/** Of which entry a row of the audit is. */
function rowKey({ action, subject, label }: NewAuditRow): string {
  if (action.endsWith('-anchor')) return `anchor:${subject}`;
  if (action.endsWith('-hint')) return `hint:${subject}`;
  if (action.endsWith('-distrust')) return `distrust:${subject}`;
  if (action.endsWith('-exception')) return `exception:${label}`;
  if (action.endsWith('-root')) return `switch:${subject}`;
  return `source:${subject}`;
}

function entryOf({ key, kind, label, says, der }: Wanted, rows: readonly NewAuditRow[]): MoveEntry {
  // Something that is new may be switched off in a second step.
  const before = rows[0]?.before;
  const after = rows.findLast((row) => row.after !== undefined)?.after;
  const effect = rows.length === 0 ? 'same' : before === undefined ? 'add' : 'change';
  return {
    ...{ key, kind, label, effect, direction: directionOf(rows) },
    ...(der !== undefined && effect !== 'same' && { certificate: certificateOf(der) }),
    ...(before !== undefined && effect === 'change' && { before }),
    after: after ?? says,
  };
}

/** Any step that widens makes the entry wider, for a person to look at. An anchor that comes switched off widens nothing. */
function directionOf(rows: readonly NewAuditRow[]): MoveEntry['direction'] {
  const directions = rows.map(({ direction }) => direction);
  if (rows[0]?.action === 'add-anchor' && rows.at(-1)?.action === 'disable-anchor') return 'neutral';
  if (directions.includes('wider') || rows.some(isWiderOnceOn)) return 'wider';
  return directions.includes('narrower') ? 'narrower' : 'neutral';
}

/** One that is off, or past its end, is believed nowhere either way: what is said about it counts when it is switched on again. */
function isWiderOnceOn({ action, before, after }: NewAuditRow): boolean {
  if (action !== 'change-anchor') return false;
  const reach = (values: NewAuditRow['before']): Reach => {
    const { scope, trustedUntil } = (values ?? {}) as Partial<Pick<StoredAnchor, 'scope' | 'trustedUntil'>>;
    return reachOf({ enabled: true, scope: scope ?? [], trustedUntil }, false, -Infinity);
  };
  return reachDirection(reach(before), reach(after)) === 'wider';
}

function certificateOf(der: Uint8Array): { readonly subject: string; readonly sha256: string } {
  const decoded = decodeCertificate(der);
  return { subject: decoded.ok ? shortName(decoded.value.subject) : '', sha256: printOf(der) };
}

function printOf(der: Uint8Array): string {
  return hash('sha256', der, 'hex');
}

function normalised(pattern: string): string {
  const parsed = parsePattern(pattern);
  return parsed.ok ? formatPattern(parsed.value) : pattern;
}
