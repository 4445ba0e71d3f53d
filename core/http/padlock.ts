import type { RequestPhase } from '#core/contract.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { ExceptionEnd } from '#core/trust/exception.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import { blocks, type Finding, type Verdict } from '#core/trust/verdict.ts';
import type { Exchange, ExchangeFailure, ExchangeFailureKind } from './exchange.ts';
import { explainFailure } from './explain.ts';

/** Each has its own silhouette, so that colour only repeats it. */
export type PadlockGlyph =
  'not-asked' | 'running' | 'trusted' | 'excepted' | 'untrusted' | 'unchecked' | 'no-connection' | 'not-encrypted';

/** The sentence of the padlock strip in parts: glyph, **word**, facts joined by middle dots, and at most one amber warning. */
export interface Padlock {
  readonly glyph: PadlockGlyph;
  readonly word: string;
  readonly facts: readonly string[];
  readonly warning?: string;
}

const MS_PER_DAY = 86_400_000;

/** The strip before anything was sent. */
export const padlockBefore: Padlock = {
  glyph: 'not-asked',
  word: 'Not asked yet',
  facts: ['the verdict appears here before anything is sent'],
};

const phases: Readonly<Record<RequestPhase, readonly [word: string, fact: string]>> = {
  dns: ['Looking up', 'asking for the address'],
  connect: ['Connecting', 'waiting for the server to answer'],
  tls: ['Handshake', 'waiting for the certificate'],
  verdict: ['Judging', 'checking the certificates'],
  send: ['Sending', 'the request is on its way'],
  wait: ['Waiting', 'for the first byte of the answer'],
  receive: ['Receiving', 'the answer is coming'],
};

/** The strip while a request runs. */
export function padlockDuring(phase: RequestPhase, elapsedMs: number): Padlock {
  const [word, fact] = phases[phase];
  const elapsed = elapsedMs < 1000 ? `${Math.round(elapsedMs)} ms` : `${(elapsedMs / 1000).toFixed(1)} s`;
  return { glyph: 'running', word, facts: [fact, elapsed] };
}

/**
 * The strip for an exchange that is over: whether the server was believed, by whose word, and for how long.
 *
 * @param now      ms since the Unix epoch, UTC: the certificate may have expired since the exchange took place
 * @param endWords how the end of an exception is told; by itself in UTC, as core/ knows no other time zone
 */
export function padlockOf(exchange: Exchange, now: number, endWords = endInUtc): Padlock {
  const tls = exchange.connection?.tls;
  if (tls && isWithdrawn(exchange)) {
    const facts = ['trust was taken back while the request ran', 'the connection was closed', ...tlsFacts(exchange)];
    return { glyph: 'untrusted', word: 'Untrusted', facts };
  }
  if (tls && tls.verdict.kind === 'trusted') return trusted(tls.verdict, tlsFacts(exchange), now);
  if (tls && tls.verdict.kind === 'excepted') return excepted(tls.verdict, tlsFacts(exchange), endWords);
  if (tls && tls.verdict.kind === 'untrusted') {
    const facts = ['stopped before the request was sent', problems(tls.verdict), ...tlsFacts(exchange)];
    return { glyph: 'untrusted', word: 'Untrusted', facts };
  }
  return isUnchecked(exchange)
    ? {
        glyph: 'unchecked',
        word: 'Unchecked',
        facts: ['you sent this once without checking who answered', ...tlsFacts(exchange)],
      }
    : unproven(exchange);
}

/**
 * True of a request that was sent to whoever answered, also when no answer came. A handshake that ended too early to be judged has
 * the same verdict, but nothing was sent after it.
 */
export function isUnchecked({ connection, outcome, timings }: Exchange): boolean {
  if (connection?.tls?.verdict.kind !== 'unchecked') return false;
  return outcome.kind === 'response' || timings.sendMs !== undefined;
}

/** True when the server was believed until somebody took that back in the middle of the request. */
export function isWithdrawn({ outcome }: Exchange): boolean {
  return outcome.kind === 'failed' && outcome.failure.kind === 'untrusted' && outcome.failure.withdrawn === true;
}

/** 'once', 'for this run', 'until 27 Nov 2026'; nothing where there is no end. */
function endInUtc(end: ExceptionEnd): string {
  switch (end.kind) {
    case 'once':
      return 'once';
    case 'session':
      return 'for this run';
    case 'forever':
      return 'without an end';
    case 'date':
      return `until ${formatDay(end.at)}`;
  }
}

/** 'expired, another name accepted until Fri 27 Nov': what stands against the server, and by whose word it passed. */
function excepted(verdict: Verdict, facts: readonly string[], endWords: (end: ExceptionEnd) => string): Padlock {
  const kinds = [...new Set(verdict.findings.filter(blocks).map(({ kind }) => kindWords(kind)))];
  const end = verdict.exception === undefined ? '' : ` ${endWords(verdict.exception.end)}`;
  const warning = verdict.findings.map(warningOf).find((text) => text !== undefined);
  const padlock = {
    glyph: 'excepted',
    word: 'Excepted',
    facts: [`${kinds.join(', ')} accepted${end}`, ...facts],
  } as const;
  return warning === undefined ? padlock : { ...padlock, warning };
}

/** No verdict: nothing was encrypted, or it ended before there was one. */
function unproven(exchange: Exchange): Padlock {
  const { outcome, connection } = exchange;
  const plain = exchange.request.url.startsWith('http://');
  if (plain && connection) {
    const version = outcome.kind === 'response' ? [outcome.response.httpVersion] : [];
    return {
      glyph: 'not-encrypted',
      word: 'Not encrypted',
      facts: ['anyone on the way can read and change this', ...version],
    };
  }
  if (outcome.kind === 'failed') {
    const facts = [shortly(outcome.failure)];
    // Nobody was asked, so there was no connection that could fail.
    if (neverBegun(outcome.failure.kind)) return { glyph: 'no-connection', word: 'Not sent', facts };
    if (!plain) facts.push(spokeTls(connection) ? 'no verdict was reached' : 'no TLS was spoken');
    return { glyph: 'no-connection', word: 'No connection', facts };
  }
  return { glyph: 'no-connection', word: 'Cancelled', facts: ['before there was a verdict', 'nothing was sent'] };
}

/** An alert is a word of TLS too, though it may be the server's only one. */
function spokeTls(connection: Exchange['connection']): boolean {
  const { version, alerts = [] } = connection?.tls ?? {};
  return version !== undefined || alerts.some(({ from }) => from === 'server');
}

/** True for a failure that was found before anything left this computer: sending the same again ends the same. */
export function neverBegun(kind: ExchangeFailureKind): boolean {
  return kind === 'invalid-url' || kind === 'invalid-request' || kind === 'trust-unavailable';
}

function trusted(verdict: Verdict, facts: readonly string[], now: number): Padlock {
  const anchor = verdict.anchor ? [anchorFact(verdict.anchor)] : [];
  const until = verdict.goodUntil === undefined ? undefined : expiry(verdict.goodUntil, now);
  const soon = verdict.findings.some((finding) => finding.kind === 'expires-soon') || (verdict.goodUntil ?? now) < now;
  const other = verdict.findings.map(warningOf).find((text) => text !== undefined);
  const warning = soon ? until : other;
  const shown = [...anchor, ...facts, ...(until !== undefined && !soon ? [until] : [])];
  const padlock = { glyph: 'trusted', word: 'Trusted', facts: shown } as const;
  return warning === undefined ? padlock : { ...padlock, warning };
}

function anchorFact(anchor: NonNullable<Verdict['anchor']>): string {
  const where = anchor.source === 'custom' ? ['custom', ...(anchor.scope ?? [])].join(', ') : anchor.source;
  return anchor.label === undefined ? `an authority (${where})` : `${anchor.label} (${where})`;
}

function expiry(goodUntil: number, now: number): string {
  const days = Math.floor((goodUntil - now) / MS_PER_DAY);
  if (goodUntil < now) return 'has expired since';
  if (days === 0) return 'expires today';
  return `expires in ${days} ${days === 1 ? 'day' : 'days'}`;
}

function problems(verdict: Verdict): string {
  const count = verdict.findings.filter((finding) => finding.severity === 'error').length;
  return `${count} ${count === 1 ? 'problem' : 'problems'}`;
}

/** 'TLS 1.3', 'X25519MLKEM768': what the handshake agreed on, as far as it is known. */
function tlsFacts(exchange: Exchange): string[] {
  const { version, group } = exchange.connection?.tls ?? {};
  return [version?.replace(/^TLSv/, 'TLS '), group].filter((fact) => fact !== undefined);
}

/** Warnings about the connection that are worth a word beside the verdict. Those about certificates are in their tab. */
function warningOf(finding: Finding): string | undefined {
  switch (finding.kind) {
    case 'legacy-version':
      return 'old TLS version';
    case 'weak-cipher':
      return /_CBC_/.test(finding.cipher) ? 'CBC cipher' : 'weak cipher';
    case 'no-forward-secrecy':
      return 'no forward secrecy';
    case 'interception-likely':
      return 'interception likely';
    case 'disagreement':
      return 'the two checks disagree';
    default:
      return undefined;
  }
}

/** A failure as a clause without a full stop. */
function shortly(failure: ExchangeFailure): string {
  const { title } = explainFailure(failure);
  switch (failure.kind) {
    // These titles begin with a name, which keeps its case.
    case 'refused':
    case 'connect-timeout':
      return title;
    default:
      return title.startsWith('TLS') ? title : title.charAt(0).toLowerCase() + title.slice(1);
  }
}
