import { endOf } from './ending.ts';
import { messageNote } from './messageNote.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { isUnchecked, isWithdrawn } from '#core/http/padlock.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';
import type { Verdict } from '#core/trust/verdict.ts';

/** A pause longer than this gets a row of its own that says what it was spent on, ms. */
const PAUSE_MS = 1;

interface RowBase {
  readonly key: string;
  /** Milliseconds after TCP was connected, one decimal; absent when it is the time of the row above (or not known). */
  readonly time?: string;
}

/** One message, or several equal ones in a row (`count`) from the same side. */
export interface MessageRow extends RowBase {
  readonly kind: 'message';
  readonly atMs: number;
  readonly from: 'client' | 'server';
  readonly type: string;
  readonly count: number;
  readonly encrypted: boolean;
  /** It was encrypted, and decrypted here. */
  readonly decrypted: boolean;
  readonly note: string;
  readonly bytes: number;
  /** A fatal alert is drawn as what it is. */
  readonly tone: 'plain' | 'fatal';
  /** SHA-256 of the certificates in it, in their order. */
  readonly certificates: readonly string[];
  readonly messages: readonly TlsMessage[];
}

/** A stretch of time in which nothing was said. */
export interface PauseRow extends RowBase {
  readonly kind: 'pause';
  readonly words: string;
}

/** Where it was decided whether the request may leave. */
export interface GateRow extends RowBase {
  readonly kind: 'gate';
  readonly verdict: Verdict['kind'];
  readonly title: string;
  readonly note: string;
}

/** The first byte of the request: always below the gate. */
export interface RequestRow extends RowBase {
  readonly kind: 'request';
  readonly title: string;
  readonly note: string;
}

/** What belongs in this place but was not said, and why. */
export interface AsideRow extends RowBase {
  readonly kind: 'aside';
  readonly words: string;
}

/** How a handshake ended that no message ended: silence, a closed connection, bytes that are no TLS. */
export interface EndRow extends RowBase {
  readonly kind: 'end';
  readonly title: string;
  readonly note: string;
  /** What the server sent instead of TLS; absent when nothing came. */
  readonly bytes?: Uint8Array;
}

/** Rows that are folded away because there are too many to draw at once. */
export interface MoreRow extends RowBase {
  readonly kind: 'more';
  readonly count: number;
}

export type LadderRow = MessageRow | PauseRow | GateRow | RequestRow | AsideRow | EndRow | MoreRow;

export interface Ladder {
  readonly rows: readonly LadderRow[];
  /** Compatibility records that were left out. */
  readonly folded: number;
}

/**
 * The handshake as rows from top to bottom: messages, pauses, the gate, and the first byte of the request.
 *
 * A handshake that failed ends where it ended: without a gate, because nothing was judged.
 */
export function ladderOf(exchange: Exchange, compatibility: 'fold' | 'show'): Ladder {
  const report = exchange.connection?.tls;
  if (report === undefined) return { rows: [], folded: 0 };
  const shown = report.messages.filter((message) => compatibility === 'show' || message.type !== 'ChangeCipherSpec');
  const messages = withApproval(grouped(shown, report), exchange, report);
  const gate = gateOf(exchange, report);
  const ordered = gate === undefined ? messages : withGate(messages, gate, exchange);
  const rows = withResumption(timed(withPauses(ordered)), report);
  const end = endOf(exchange);
  return { rows: end === undefined ? rows : [...rows, end], folded: report.messages.length - shown.length };
}

/** How many rows stand at the end when those in the middle are folded: there it says how it ended. */
const TAIL = 10;

/** The first rows and the last; those between are one row that says how many they are. */
export function boundRows(rows: readonly LadderRow[], head: number): readonly LadderRow[] {
  const count = rows.length - head - TAIL;
  if (count <= 1) return rows;
  return [...rows.slice(0, head), { kind: 'more', key: 'more', count }, ...rows.slice(-TAIL)];
}

/** Where the certificate would stand, that there is none is said: it is what a reader looks for. */
function withResumption(rows: readonly LadderRow[], report: TlsReport): readonly LadderRow[] {
  const at = rows.findIndex((row) => row.kind === 'message' && row.from === 'server' && row.type === 'Finished');
  if (!report.resumed || at === -1 || report.chain.sent.length > 0) return rows;
  const aside: AsideRow = {
    kind: 'aside',
    key: 'resumed',
    words: 'No certificate: a resumed session rests on the one of the handshake that began it',
  };
  return [...rows.slice(0, at), aside, ...rows.slice(at)];
}

interface Placed {
  readonly row: MessageRow | GateRow | RequestRow;
  /** When the row began and ended, ms; undefined when it was not measured. */
  readonly beganMs: number | undefined;
  readonly endedMs: number | undefined;
  readonly side: 'client' | 'server';
}

/** Tickets come in pairs; one row with a count says as much as two. */
function grouped(messages: readonly TlsMessage[], report: TlsReport): Placed[] {
  const rows: Placed[] = [];
  messages.forEach((message, index) => {
    const last = rows.at(-1);
    if (message.type === 'NewSessionTicket' && last?.row.kind === 'message' && last.row.type === message.type) {
      rows[rows.length - 1] = placed(merged(last.row, message));
      return;
    }
    rows.push(
      placed({
        kind: 'message',
        key: `${index}`,
        atMs: message.atMs,
        from: message.from,
        type: message.type,
        count: 1,
        encrypted: message.encrypted,
        decrypted: message.encrypted && message.fields['undecoded'] === undefined,
        note: messageNote(message, report),
        bytes: message.bytes,
        tone: message.type === 'Alert' && message.fields['level'] === 'fatal' ? 'fatal' : 'plain',
        certificates: certificatesOf(message, report),
        messages: [message],
      }),
    );
  });
  return rows;
}

/** Compressed or not (RFC 8879), a Certificate message is known by the hashes the report keeps of its side. */
function certificatesOf({ type, from }: TlsMessage, { chain, clientAuth }: TlsReport): readonly string[] {
  if (type !== 'Certificate' && type !== 'CompressedCertificate') return [];
  if (from === 'server') return chain.sent;
  return clientAuth.offered === null ? [] : [clientAuth.offered];
}

function merged(row: MessageRow, message: TlsMessage): MessageRow {
  return {
    ...row,
    count: row.count + 1,
    bytes: row.bytes + message.bytes,
    messages: [...row.messages, message],
  };
}

function placed(row: MessageRow): Placed {
  return { row, beganMs: row.atMs, endedMs: row.atMs, side: row.from };
}

/**
 * The first of two gates: a client certificate is shown only to a server that was approved in a handshake without one. It stands
 * before the message that carries it; the second one, as always, before the request.
 */
function withApproval(messages: readonly Placed[], { connection }: Exchange, report: TlsReport): readonly Placed[] {
  if (report.clientAuth.offered === null) return messages;
  const at = messages.findIndex(
    ({ row }) => row.kind === 'message' && row.certificates.length > 0 && row.from === 'client',
  );
  if (at === -1) return messages;
  const isExcepted = report.verdict.kind === 'excepted';
  const approval: GateRow = {
    kind: 'gate',
    key: 'approval',
    verdict: isExcepted ? 'excepted' : 'trusted',
    title: `${isExcepted ? 'Excepted' : 'Approved'} ${whenApproved(connection)}: identity released`,
    note: 'so yours may be shown',
  };
  // It was decided before this handshake began: here it has no time of its own.
  const moment = messages[at - 1]?.endedMs;
  const placedApproval: Placed = { row: approval, beganMs: moment, endedMs: moment, side: 'client' };
  return [...messages.slice(0, at), placedApproval, ...messages.slice(at)];
}

function whenApproved(connection: Exchange['connection']): string {
  return (connection?.handshakes ?? 1) > 1 ? 'in the handshake before' : 'earlier in this run';
}

const gateTitles: Record<Verdict['kind'], string> = {
  trusted: 'Trusted: request released',
  excepted: 'Excepted: request released',
  untrusted: 'Untrusted: stopped here',
  unchecked: 'Unchecked: sent without a check',
};

function gateOf(exchange: Exchange, report: TlsReport): GateRow | undefined {
  const { kind } = report.verdict;
  // 'unchecked' also stands for a handshake that broke off before there was anything to judge: no gate was reached then.
  if (kind === 'unchecked' && !isUnchecked(exchange)) return undefined;
  return {
    kind: 'gate',
    key: 'gate',
    verdict: kind,
    title: gateTitle(exchange, kind),
    note: gateNote(exchange),
  };
}

function gateTitle(exchange: Exchange, kind: Verdict['kind']): string {
  if (exchange.outcome.kind === 'inspected') return 'Trusted: nothing was to be sent';
  return isWithdrawn(exchange) ? 'Trust taken back: stopped while it ran' : gateTitles[kind];
}

function gateNote(exchange: Exchange): string {
  if (exchange.connection?.reused === true) return 'of the request that opened the connection';
  const judged = exchange.timings.verdictMs;
  return judged === undefined ? '' : `judged in ${milliseconds(judged)} ms`;
}

/**
 * Where the gate stands: after everything that had happened when the verdict was given.
 * A reused connection has no times of its own; there it stands after the last Finished.
 */
function withGate(messages: readonly Placed[], gate: GateRow, exchange: Exchange): Placed[] {
  const endedMs = exchange.timings.tlsMs;
  const at = endedMs === undefined ? afterFinished(messages) : messages.findIndex((row) => after(row, endedMs));
  const index = at === -1 ? messages.length : at;
  const beganMs = endedMs === undefined ? undefined : Math.max(0, endedMs - (exchange.timings.verdictMs ?? 0));
  const placed: Placed = { row: gate, beganMs, endedMs, side: 'client' };
  const above = messages.slice(0, index);
  const below = messages.slice(index);
  const request = requestRow(exchange);
  if (request === undefined || gate.verdict === 'untrusted') return [...above, placed, ...below];
  // The library holds our last flight back until the gate has opened: the request follows it.
  const own = afterFinished(below);
  const flight = own === -1 ? 0 : own;
  const sentMs = below[flight - 1]?.endedMs ?? endedMs;
  const first: Placed = { row: request, beganMs: sentMs, endedMs: sentMs, side: 'client' };
  return [...above, placed, ...below.slice(0, flight), first, ...below.slice(flight)];
}

function after(row: Placed, ms: number): boolean {
  return row.beganMs !== undefined && row.beganMs > ms;
}

function afterFinished(messages: readonly Placed[]): number {
  const last = messages.findLastIndex((entry) => entry.row.kind === 'message' && entry.row.type === 'Finished');
  return last === -1 ? -1 : last + 1;
}

/** Absent on a reused connection: what was sent first on it was another request. */
function requestRow(exchange: Exchange): RequestRow | undefined {
  if (exchange.connection?.reused !== false || exchange.timings.tlsMs === undefined) return undefined;
  if (exchange.outcome.kind !== 'response' && exchange.timings.sendMs === undefined) return undefined;
  const request = exchange.hops[0]?.request ?? exchange.request;
  return {
    kind: 'request',
    key: 'request',
    title: `First byte of ${request.method} ${pathOf(request.url)}`,
    note: request.httpVersion,
  };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function withPauses(rows: readonly Placed[]): { row: LadderRow; endedMs: number | undefined }[] {
  const out: { row: LadderRow; endedMs: number | undefined }[] = [];
  let before: Placed | undefined;
  for (const next of rows) {
    const pause = pauseBetween(before, next);
    if (pause !== undefined) out.push({ row: pause, endedMs: undefined });
    out.push({ row: next.row, endedMs: next.endedMs });
    before = next;
  }
  return out;
}

function pauseBetween(before: Placed | undefined, next: Placed): PauseRow | undefined {
  if (before?.endedMs === undefined || next.beganMs === undefined) return undefined;
  const ms = next.beganMs - before.endedMs;
  if (ms <= PAUSE_MS) return undefined;
  return { kind: 'pause', key: `pause-${next.row.key}`, words: `${milliseconds(ms)} ms ${spentOn(before, next)}` };
}

function spentOn(before: Placed, next: Placed): string {
  if (next.side === 'client') return 'on this computer';
  return before.side === 'client' ? 'on the network and in the server' : 'waiting for the server';
}

/** Equal times are printed once: the eye then sees what came together. */
function timed(rows: readonly { row: LadderRow; endedMs: number | undefined }[]): LadderRow[] {
  let printed: string | undefined;
  return rows.map(({ row, endedMs }) => {
    if (endedMs === undefined) return row;
    const time = milliseconds(endedMs);
    if (time === printed) return row;
    printed = time;
    return { ...row, time };
  });
}

/** One decimal; thousands set apart by a thin space. */
function milliseconds(ms: number): string {
  const [whole = '0', tenth = '0'] = ms.toFixed(1).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u2009')}.${tenth}`;
}
