import { isIP, type Socket } from 'node:net';
import { extensionOf } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import {
  hasSpokenTls,
  probes,
  type ProbeId,
  type ProbeOutcome,
  type ProbeReport,
  type ProbeResult,
} from '#core/diagnose/probe.ts';
import { bracketed } from '#core/http/address.ts';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { detectSpoken } from '#core/tls/spoken.ts';
import { connectTcp, type Lookup } from '#main/engine/http/connectTcp.ts';
import { shakeHands } from '#main/engine/http/handshake.ts';
import { Interrupt } from '#main/engine/http/interrupt.ts';
import { SecureContexts } from '#main/engine/http/tlsOptions.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { Judge } from '#main/engine/trust/judge.ts';
import { probeOptions } from './probeOptions.ts';

export interface ProbePowers {
  readonly trust: TrustSource;
  readonly judge: Judge;
  readonly lookup?: Lookup | undefined;
}

export interface ProbeJob {
  readonly host: string;
  readonly port: number;
  /** Where connections are opened; default: there. Names are those of `host` all the same. */
  readonly route?: { readonly host: string; readonly port: number };
  readonly signal?: AbortSignal | undefined;
  /** Told what begins, with what is known by then. */
  readonly onProbe?: ((running: ProbeId, outcomes: readonly ProbeOutcome[]) => void) | undefined;
  /** For each probe. Default 5 s: a server that answers later is slow, not incompatible. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5000;
const SHORTER = 0.4;
/** How long a server that speaks first is given before it is asked; SMTP servers that wait on purpose take longer (RFC 5321 lets them). */
const GREETING_MS = 800;

/**
 * Tries one handshake after another, each different from a request in one point, until one as before succeeds or all were tried.
 *
 * Only handshakes: nothing is written over them, no client certificate is offered, each connection is closed at once. The last probe
 * asks in plain HTTP for `/`, with no header of the user's. Never rejects for what a server does.
 *
 * @throws TrustDamaged when the trust file cannot be read; nothing has been opened then
 */
export async function runProbes(powers: ProbePowers, job: ProbeJob): Promise<ProbeReport> {
  const { host, port, signal } = job;
  const contexts = new SecureContexts();
  const outcomes: ProbeOutcome[] = [];
  const cancelled = () => signal?.aborted === true;
  const patient = job.timeoutMs ?? TIMEOUT_MS;
  for (const { id } of probes) {
    if (cancelled()) break;
    job.onProbe?.(id, [...outcomes]);
    const begunAt = performance.now();
    // Where silence was met once, the rest need not wait as long for it: what works answers within a second.
    const timeoutMs = outcomes.some(({ result }) => isSilence(result)) ? Math.ceil(patient * SHORTER) : patient;
    const result = await interruptible(signal, (interrupt) => {
      if (id !== 'plain') return probeTls(id, powers, { ...job, timeoutMs }, contexts, interrupt);
      const spoken = hasSpokenTls(outcomes.map((outcome) => outcome.result));
      return spoken ? Promise.resolve(needless) : probePlain(powers, job, interrupt);
    });
    if (result === undefined) break;
    outcomes.push({ id, ms: performance.now() - begunAt, result });
    if (settles(id, result)) break;
  }
  return { host, port, outcomes, cancelled: cancelled() };
}

/** Many TLS servers answer plain HTTP with an error page: it would say nothing, and need not be sent. */
const needless: ProbeResult = { kind: 'skipped', why: 'the port has spoken TLS' };

function isSilence(result: ProbeResult): boolean {
  return result.kind === 'failed' && result.failure.kind === 'tls-timeout';
}

/** Whether there is nothing left to be learned: it works after all, or nobody is there. */
function settles(id: ProbeId, result: ProbeResult): boolean {
  if (id !== 'as-before') return false;
  if (result.kind === 'handshake') return true;
  const gone: ReadonlySet<string> = new Set([
    'dns-not-found',
    'dns-failed',
    'refused',
    'unreachable',
    'connect-timeout',
  ]);
  return result.kind === 'failed' && gone.has(result.failure.kind);
}

/** Undefined when the person stopped it. */
async function interruptible<T>(
  signal: AbortSignal | undefined,
  run: (interrupt: Interrupt) => Promise<T | undefined>,
): Promise<T | undefined> {
  const interrupt = new Interrupt();
  const cancel = () => interrupt.end({ kind: 'cancelled' });
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await run(interrupt);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function probeTls(
  id: Exclude<ProbeId, 'plain'>,
  { trust, judge, lookup }: ProbePowers,
  { host, port, route = { host, port }, timeoutMs = TIMEOUT_MS }: ProbeJob,
  contexts: SecureContexts,
  interrupt: Interrupt,
): Promise<ProbeResult | undefined> {
  if (id === 'no-sni' && isIP(host) !== 0) return { kind: 'skipped', why: 'no name is sent for an address' };
  const effective = trust.effective(host, port);
  const link = await connectTcp({ ...route, timeoutMs, interrupt, lookup, reads: 'own' });
  if (!link.ok) {
    const { ending } = link.error;
    return ending.kind === 'cancelled' ? undefined : { kind: 'failed', failure: ending };
  }
  const { socket: tcp } = link.value;
  try {
    const tls = probeOptions[id];
    const shaken = await shakeHands({ tcp, host, port, trust: effective, timeoutMs, interrupt, contexts, judge, tls });
    shaken.socket.destroy();
    const { ending, facts } = shaken;
    if (ending?.kind === 'cancelled') return undefined;
    if (ending !== undefined && ending.kind !== 'untrusted')
      return {
        kind: 'failed',
        failure: ending,
        ...(facts.clientAuth.requested ? { clientAuth: facts.clientAuth } : {}),
      };
    return completed(facts);
  } catch (error) {
    // What the library will not even begin: a cipher list without a suite, an option it does not know.
    return { kind: 'skipped', why: error instanceof Error ? error.message : String(error) };
  } finally {
    tcp.destroy();
  }
}

function completed(facts: HandshakeFacts): ProbeResult {
  const { version = '', cipher = '', group, signatureScheme, alpn } = facts;
  return {
    kind: 'handshake',
    version,
    cipher,
    ...(group === undefined ? {} : { group }),
    ...(signatureScheme === undefined ? {} : { signatureScheme }),
    ...(alpn.accepted === null ? {} : { alpn: alpn.accepted }),
    names: namesIn(facts.certificates[0]),
  };
}

/** Names a certificate is good for. */
function namesIn(der: Uint8Array | undefined): readonly string[] {
  const leaf = der === undefined ? undefined : decodeCertificate(der);
  if (leaf?.ok !== true) return [];
  const names = extensionOf(leaf.value, 'subjectAltName')?.names ?? [];
  return names.flatMap((name) => (name.kind === 'dns' || name.kind === 'ip' ? [name.value] : []));
}

/** What the port says by itself, else to a request in plain HTTP. */
async function probePlain(
  { lookup }: ProbePowers,
  { host, port, route = { host, port }, timeoutMs = TIMEOUT_MS }: ProbeJob,
  interrupt: Interrupt,
): Promise<ProbeResult | undefined> {
  const link = await connectTcp({ ...route, timeoutMs, interrupt, lookup, reads: 'own' });
  if (!link.ok) {
    const { ending } = link.error;
    return ending.kind === 'cancelled' ? undefined : { kind: 'failed', failure: ending };
  }
  const { socket } = link.value;
  const stop = interrupt.onEnd(() => socket.destroy());
  try {
    socket.on('error', () => undefined);
    const greeting = await firstBytes(socket, Math.min(GREETING_MS, timeoutMs));
    const request = `HEAD / HTTP/1.1\r\nHost: ${bracketed(host)}:${port}\r\nConnection: close\r\n\r\n`;
    if (greeting.length === 0 && socket.writable) socket.write(request);
    const said = greeting.length > 0 ? greeting : await firstBytes(socket, timeoutMs);
    if (interrupt.ending) return undefined;
    const spoken = detectSpoken(said);
    return spoken === undefined ? { kind: 'silent' } : { kind: 'spoken', spoken };
  } finally {
    stop();
    socket.destroy();
  }
}

/** The first piece that comes; empty when the connection ends or the time does. */
function firstBytes(socket: Socket, timeoutMs: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const settle = (bytes: Uint8Array) => {
      clearTimeout(timer);
      socket.off('data', settle).off('close', nothing).off('end', nothing);
      resolve(bytes);
    };
    const nothing = () => settle(new Uint8Array(0));
    const timer = setTimeout(nothing, timeoutMs);
    socket.on('data', settle).on('close', nothing).on('end', nothing);
    if (socket.destroyed || socket.readableEnded) nothing();
  });
}
