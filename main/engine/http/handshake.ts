import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { readHandshake } from '#main/engine/tls/report.ts';
import { createTap, type Tap } from '#main/engine/tls/tap.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import type { Judge, Judgement } from '#main/engine/trust/judge.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { libraryCode, tlsFailure } from './tlsFailure.ts';
import { defaultTlsOptions, type SecureContexts, type TlsOptions } from './tlsOptions.ts';

export interface HandshakeOptions {
  /** Connected; belongs to the handshake from here on, and is destroyed when that fails. */
  readonly tcp: Socket;
  /** As in the address, IPv6 without brackets: what the certificate must prove. */
  readonly host: string;
  readonly port: number;
  readonly trust: EffectiveTrust;
  readonly timeoutMs: number;
  readonly interrupt: Interrupt;
  readonly contexts: SecureContexts;
  /** Default: as in every request. */
  readonly tls?: TlsOptions | undefined;
  readonly judge: Judge;
  readonly onVerdict?: (() => void) | undefined;
}

/** How far it went. `ending` is absent when, and only when, the connection may be used. */
export interface Handshake {
  readonly socket: TLSSocket;
  readonly tap: Tap;
  readonly facts: HandshakeFacts;
  /** Absent when no chain could be judged. */
  readonly judgement?: Judgement;
  readonly ending?: Ending;
  /** TCP connected → verdict, ms. */
  readonly tlsMs: number;
  readonly verdictMs?: number;
}

type Verdicted = Pick<Handshake, 'judgement' | 'ending' | 'verdictMs'>;

/** What a request offers by ALPN (RFC 7301). */
const httpProtocols = ['http/1.1'];

/** Codes by which a library refuses a chain in the middle of the handshake instead of at its end; without `ERR_SSL_`. */
const chainCodes: ReadonlySet<string> = new Set(['CERTIFICATE_VERIFY_FAILED', 'KEY_USAGE_BIT_INCORRECT']);

/**
 * A TLS handshake through a tap, and the verdict on it: the gate. Nothing but the handshake is written to the connection, and
 * the caller gets one it may write to only if the library *and* our own check accepted the chain. Never rejects.
 */
export function shakeHands(options: HandshakeOptions): Promise<Handshake> {
  const { tcp, interrupt, tls = defaultTlsOptions } = options;
  const { alpn = httpProtocols, sessions } = tls;
  const connectedAt = performance.now();
  const tap = createTap(tcp, { clock: () => performance.now(), connectedAt });
  let tcpError: Error | undefined;
  tcp.on('error', (error) => (tcpError ??= error));

  const socket = connect({
    socket: tap.stream,
    host: options.host,
    ...serverName(options.host, tls.serverName),
    secureContext: options.contexts.get(options.trust, tls),
    ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
    ...(sessions?.resume ? { session: sessions.resume } : {}),
    rejectUnauthorized: true,
    requestOCSP: true,
  });
  tap.serve(socket);
  if (sessions?.keep) socket.on('session', sessions.keep);

  return new Promise((resolve) => {
    let settled = false;
    const settle = (finish: (facts: HandshakeFacts) => Verdicted) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      stopListening();
      const facts = readHandshake(tap, 'verdict');
      const outcome = guarded(() => finish(facts));
      if (outcome.ending) socket.destroy();
      // Of a connection that goes on, the rest is read while the server thinks of its answer (connection.ts).
      const told = outcome.ending ? readHandshake(tap) : facts;
      resolve({ socket, tap, facts: told, ...outcome, tlsMs: performance.now() - connectedAt });
    };
    const judged = (facts: HandshakeFacts, library: { readonly accepted: boolean; readonly code: string }) => {
      options.onVerdict?.();
      const startedAt = performance.now();
      const judgement = judgeChain(options, facts, library);
      const verdictMs = performance.now() - startedAt;
      const trusted =
        library.accepted && (judgement.verdict.kind === 'trusted' || judgement.verdict.kind === 'excepted');
      return trusted ? { judgement, verdictMs } : { judgement, verdictMs, ending: untrusted(options, judgement) };
    };
    const failed = (error: Error | undefined) => {
      settle((facts) => {
        const refusal = chainRefusal(socket, error);
        if (refusal !== undefined && facts.certificates.length > 0)
          return judged(facts, { accepted: false, code: refusal });
        const { firstServerBytes } = tap;
        return { ending: tlsFailure({ error, tcpError, facts, firstServerBytes, port: options.port }) };
      });
    };
    const timer = setTimeout(
      () => settle((facts) => ({ ending: tlsTimeout(options.timeoutMs, facts) })),
      options.timeoutMs,
    );
    // Listeners that stay: an error after the verdict must find somebody, or it ends the process.
    socket.on('error', failed);
    socket.once('close', () => failed(undefined));
    socket.once('secureConnect', () => settle((facts) => judged(facts, { accepted: true, code: 'OK' })));
    const stopListening = interrupt.onEnd((ending) => queueMicrotask(() => settle(() => ({ ending }))));
  });
}

/** A fault of ours in judging shuts the gate; thrown in an event it would end the process instead. */
function guarded(finish: () => Verdicted): Verdicted {
  try {
    return finish();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ending: { kind: 'internal', message } };
  }
}

/** SNI carries names only (RFC 6066 §3), without the dot at the end. '' keeps the library from sending the host. */
function serverName(host: string, chosen: string | null | undefined): { readonly servername?: string } {
  if (chosen !== undefined) return { servername: chosen ?? '' };
  return isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : {};
}

/** The library's code when it refused the chain; undefined when the handshake failed for another reason. */
function chainRefusal(socket: TLSSocket, error: Error | undefined): string | undefined {
  // Set by Node when, and only when, the handshake was fine and the chain or the name was not. Its type says Error; it is the code.
  const refused = socket.authorizationError as unknown;
  if (typeof refused === 'string') return refused;
  if (refused instanceof Error) return (refused as NodeJS.ErrnoException).code ?? refused.message;
  const code = libraryCode(error);
  return chainCodes.has(code) ? code : undefined;
}

function judgeChain(
  options: HandshakeOptions,
  facts: HandshakeFacts,
  library: { readonly accepted: boolean; readonly code: string },
): Judgement {
  return options.judge({
    sent: facts.certificates,
    host: options.host,
    port: options.port,
    trust: options.trust,
    library,
    tls: { version: facts.version, cipher: facts.cipher },
    ...stapleOf(facts),
    timestampsBeside: facts.scts.length,
  });
}

/** We ask every server for one. One that was too long to keep proves nothing: no bytes stand for it, or a promise would be kept by junk. */
function stapleOf({ ocspStaple }: HandshakeFacts): { readonly staple: Uint8Array | 'none' } {
  return { staple: ocspStaple === undefined ? 'none' : Buffer.from(ocspStaple.response ?? '', 'base64') };
}

function untrusted(options: HandshakeOptions, judgement: Judgement): Ending {
  const { verdict } = judgement;
  const kinds = verdict.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.kind);
  const message = `${kinds.join(', ') || 'refused'}; library: ${verdict.library.code}`;
  return { kind: 'untrusted', message, verdict, host: options.host, port: options.port };
}

function tlsTimeout(afterMs: number, facts: HandshakeFacts): Ending {
  const lastMessage = facts.messages.at(-1)?.type;
  const message = `no handshake in ${afterMs} ms; last message: ${lastMessage ?? 'none'}`;
  return lastMessage === undefined
    ? { kind: 'tls-timeout', message, afterMs }
    : { kind: 'tls-timeout', message, afterMs, lastMessage };
}
