import type { Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { versionWord } from './versionWord.ts';

/**
 * The handshake in one sentence: how it went, how long it took, and what a later theft of the key would reveal.
 *
 * Of a handshake that failed it says how far it went and who ended it.
 */
export function handshakeLead(exchange: Exchange): string {
  const report = exchange.connection?.tls;
  if (report === undefined) return 'Nothing here is encrypted: anyone on the way can read and change it.';
  if (!isFinished(report)) return brokenOff(report);
  const took = handshakeMs(report);
  const time = took === undefined ? '' : ` in ${took.toFixed(1)} ms`;
  if (report.verdict.kind === 'untrusted') {
    return `${kindOf(report)}${time}, stopped before the request: the server was not believed.`;
  }
  const more = [retryCost(report), withoutCertificate(report), whoYouAre(report), downgrade(report)];
  return [`${kindOf(report)}${time}, ${secrecy(report)}.`, ...more, afterwards(report)]
    .filter((sentence) => sentence !== undefined)
    .join(' ');
}

/** What the second hello cost: from the HelloRetryRequest until the server answered the better one. */
export function retryMs({ messages }: TlsReport): number | undefined {
  const retry = messages.find(({ type }) => type === 'HelloRetryRequest');
  const answer = messages.find(({ type }) => type === 'ServerHello');
  return retry === undefined || answer === undefined ? undefined : answer.atMs - retry.atMs;
}

function retryCost(report: TlsReport): string | undefined {
  if (!report.helloRetry) return undefined;
  const ms = retryMs(report);
  const took = ms === undefined ? '' : ` of ${ms.toFixed(1)} ms`;
  return `The retry cost a round trip${took}: the first hello brought no share that the server wanted.`;
}

function withoutCertificate({ resumed, chain }: TlsReport): string | undefined {
  return resumed && chain.sent.length === 0 ? 'The server showed no certificate this time.' : undefined;
}

function whoYouAre({ clientAuth }: TlsReport): string | undefined {
  if (!clientAuth.requested) return undefined;
  return `The server asked who you are and was told${clientAuth.offered === null ? ' nothing' : ''}.`;
}

/** The mark a server leaves in its random when it could have spoken a later version (RFC 8446 §4.1.3); undefined without it. */
export function downgradeMark({ messages }: TlsReport): string | undefined {
  const mark = messages.find(({ type }) => type === 'ServerHello')?.fields['downgradeSentinel'];
  return typeof mark === 'string' ? mark : undefined;
}

/** Whether the server fell back although the client had offered more: what the mark was made to reveal. */
export function isDowngraded(report: TlsReport): boolean {
  return downgradeMark(report) !== undefined && report.offered.versions.includes('TLSv1.3');
}

function downgrade(report: TlsReport): string | undefined {
  if (!isDowngraded(report)) return undefined;
  return 'The server left the mark of a downgrade: it could have spoken TLS 1.3, which you offered.';
}

/** First message to last Finished, ms; undefined when the handshake did not finish. */
export function handshakeMs(report: TlsReport): number | undefined {
  const first = report.messages[0];
  const last = report.messages.findLast((message) => message.type === 'Finished');
  return first === undefined || last === undefined ? undefined : last.atMs - first.atMs;
}

/** Whether the server sent Finished: from then on it has proven that it holds the key. A refusal ends before ours is sent. */
export function isFinished(report: TlsReport): boolean {
  return report.messages.some((message) => message.type === 'Finished' && message.from === 'server');
}

/** Whether today's traffic stays secret when the server's key is stolen later, and from whom. */
export type Secrecy = 'quantum' | 'forward' | 'none' | 'unknown';

/** TLS 1.3 always agrees on fresh keys (RFC 8446 §1.2); TLS 1.2 does so with an ephemeral Diffie-Hellman suite only. */
export function secrecyOf(report: TlsReport): Secrecy {
  if (report.group !== undefined && isPostQuantum(report.group)) return 'quantum';
  if (report.version === 'TLSv1.3') return 'forward';
  if (report.cipher === undefined) return 'unknown';
  return /_(?:ECDHE|DHE)_/.test(report.cipher) ? 'forward' : 'none';
}

/** ML-KEM (FIPS 203) alone or in a hybrid, or its draft Kyber. */
export function isPostQuantum(group: string): boolean {
  return /MLKEM|Kyber/i.test(group);
}

function kindOf(report: TlsReport): string {
  const version = report.version === 'TLSv1.3' || report.version === undefined ? '' : `${versionWord(report.version)} `;
  if (report.resumed) return `A resumed ${version}session`;
  if (version !== '') return `A ${version}handshake`;
  return report.helloRetry ? 'A full handshake with one retry' : 'A full handshake';
}

const secrecyWords: Record<Secrecy, string> = {
  quantum: 'with forward secrecy that also holds against quantum computers',
  forward: 'with forward secrecy',
  none: 'without forward secrecy: who gets the server’s key later can read this too',
  unknown: 'with a cipher that was not observable',
};

function secrecy(report: TlsReport): string {
  return secrecyWords[secrecyOf(report)];
}

/** In TLS 1.3 a server says what it thinks of our side only when the handshake is over for us. */
function afterwards(report: TlsReport): string | undefined {
  const fatal = report.alerts.find((alert) => alert.level === 'fatal' && alert.from === 'server');
  return fatal === undefined ? undefined : `Then the server ended it with the alert ${fatal.name}.`;
}

function brokenOff(report: TlsReport): string {
  const fatal = report.alerts.find((alert) => alert.level === 'fatal');
  if (fatal !== undefined) {
    const who = fatal.from === 'server' ? 'The server' : 'This client';
    return `${who} ended the handshake with the alert ${fatal.name}.`;
  }
  const last = report.messages.at(-1);
  if (last === undefined) return 'No handshake message was exchanged.';
  const heard = report.messages.some((message) => message.from === 'server');
  const name = last.fields['name'];
  const after = last.type === 'Alert' && typeof name === 'string' ? `the alert ${name}` : last.type;
  return heard ? `The handshake broke off after ${after}.` : 'The server did not answer the ClientHello with TLS.';
}
