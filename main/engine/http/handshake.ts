import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import { judgeException, type ExceptionCase, type ExceptionRuling } from '#core/trust/judgeException.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import type { IdentityMaterial } from '#main/engine/identity/identities.ts';
import { readHandshake } from '#main/engine/tls/report.ts';
import { createTap, type Tap } from '#main/engine/tls/tap.ts';
import type { EffectiveTrust, ExceptionGrant } from '#main/engine/trust/effective.ts';
import type { Judge, Judgement } from '#main/engine/trust/judge.ts';
import type { Completion } from './completion.ts';
import { connectGranted, type HandshakeGrant } from './grantedHandshake.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { leafOf, wordOf, wordOfBroken, type LibraryWord } from './libraryWord.ts';
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
  /** What a person granted for this host and port. Without it a chain that the library refuses ends the handshake. */
  readonly grant?: HandshakeGrant | undefined;
  /** For a library that must be shown how kept intermediates close a gap. */
  readonly completion?: Completion | undefined;
  /**
   * A server that wants a client certificate may get one on another handshake, so what its chain is worth is told also when it ends this
   * one for want of it. Default: such a handshake is not judged.
   */
  readonly clientAuth?: 'after-approval' | undefined;
  /**
   * A client certificate, and the server certificates (SHA-256) with which this server was approved: it leaves only for those, and only
   * while the approval stands, for a server may take its time to answer.
   */
  readonly identity?:
    | {
        readonly material: IdentityMaterial;
        readonly approved: ReadonlySet<string>;
        readonly stands: () => boolean;
      }
    | undefined;
}

/** How far it went. `ending` is absent when, and only when, the connection may be used. */
export interface Handshake {
  readonly socket: TLSSocket;
  readonly tap: Tap;
  readonly facts: HandshakeFacts;
  /** Absent when no chain could be judged. */
  readonly judgement?: Judgement;
  readonly ending?: Ending;
  /** The exception that lets it pass. It must be spent before anything is written: until then nothing is decided. */
  readonly excepted?: ExceptionGrant;
  /** Exceptions that were there and did not help. */
  readonly stops?: Extract<ExceptionRuling<ExceptionGrant>, { kind: 'refused' }>['stops'];
  /**
   * The server was approved, as far as this handshake went: so far that it may be shown a client certificate on another. Also of one
   * that it ended because it wants one.
   */
  readonly approval?: Judgement;
  /** The client certificate was kept back: the server showed another certificate than it was approved with, or trust has changed. */
  readonly withheld?: true;
  /** TCP connected → verdict, ms. */
  readonly tlsMs: number;
  readonly verdictMs?: number;
}

type Verdicted = Pick<Handshake, 'judgement' | 'ending' | 'verdictMs' | 'excepted' | 'stops' | 'approval' | 'withheld'>;

/** What a request offers by ALPN (RFC 7301). */
const httpProtocols = ['http/1.1'];

/** Codes by which a library refuses a chain in the middle of the handshake instead of at its end; without `ERR_SSL_`. */
const chainCodes: ReadonlySet<string> = new Set(['CERTIFICATE_VERIFY_FAILED', 'KEY_USAGE_BIT_INCORRECT']);

/**
 * A TLS handshake through a tap, and the verdict on it: the gate. Nothing but the handshake is written to the connection, and
 * the caller gets one it may write to only if the library *and* our own check accepted the chain, or if a grant of a person covers
 * exactly what they did not accept. Never rejects.
 */
export function shakeHands(options: HandshakeOptions): Promise<Handshake> {
  const { tcp, interrupt, tls = defaultTlsOptions } = options;
  const { alpn = httpProtocols, sessions } = tls;
  const connectedAt = performance.now();
  const tap = createTap(tcp, { clock: () => performance.now(), connectedAt });
  let tcpError: Error | undefined;
  tcp.on('error', (error) => (tcpError ??= error));

  const { grant, completion, identity } = options;
  const parts = { completion, identity: identity?.material };
  const chosen = {
    socket: tap.stream,
    host: options.host,
    ...serverName(options.host, tls.serverName),
    secureContext: options.contexts.get(options.trust, tls, parts),
    ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
    ...(sessions?.resume ? { session: sessions.resume } : {}),
    requestOCSP: true,
  };
  const socket = grant ? connectGranted(grant, options, chosen) : connect({ ...chosen, rejectUnauthorized: true });
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
    const judged = (facts: HandshakeFacts, library: LibraryWord, state: 'over' | 'broken'): Verdicted => {
      options.onVerdict?.();
      const startedAt = performance.now();
      const ruling = ruled(options, judgeChain(options, facts, library), { facts, socket, tap, state });
      return { ...ruling, verdictMs: performance.now() - startedAt };
    };
    const failed = (error: Error | undefined) => {
      settle((facts) => {
        const refusal = chainRefusal(socket, error);
        if (refusal !== undefined && facts.certificates.length > 0)
          return judged(facts, { accepted: false, code: refusal }, 'broken');
        const { firstServerBytes } = tap;
        const ending = tlsFailure({ error, tcpError, facts, firstServerBytes, port: options.port });
        const [leaf] = facts.certificates;
        const wanted = options.clientAuth !== undefined && ending.kind === 'client-certificate-required';
        if (!wanted || leaf === undefined) return { ending };
        // Whether the server may be shown one is asked before anything else: one that is not believed gets none.
        const word = wordOfBroken(socket, chosen.servername ?? options.host, leaf);
        if (word === undefined) return { ending };
        const ruling = judged(facts, word, 'over');
        if (ruling.ending !== undefined) return ruling;
        const { approval } = ruling;
        return { ending, ...(approval && provenBySignature(tap) && { approval }) };
      });
    };
    if (identity)
      tap.guard((piece) => {
        if (identity.stands() && mayFollow(readHandshake(tap, 'verdict'), piece, identity.approved)) return true;
        settle(() => keptBack);
        return false;
      });
    const timer = setTimeout(
      () => settle((facts) => ({ ending: tlsTimeout(options.timeoutMs, facts) })),
      options.timeoutMs,
    );
    // Listeners that stay: an error after the verdict must find somebody, or it ends the process.
    socket.on('error', failed);
    socket.once('close', () => failed(undefined));
    socket.once('secureConnect', () => {
      tap.guard(undefined);
      // In TLS 1.3 Node says so before our flight leaves: what is destroyed now has shown nothing.
      settle((facts) => (identity?.stands() === false ? keptBack : judged(facts, wordOf(socket) ?? unsaid, 'over')));
    });
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
  const word = wordOf(socket);
  if (word !== undefined && !word.accepted) return word.code;
  const code = libraryCode(error);
  return chainCodes.has(code) ? code : undefined;
}

/** A handshake that is over has its word; should it not, nobody has accepted it. */
const unsaid: LibraryWord = { accepted: false, code: '' };

interface Shaken {
  readonly facts: HandshakeFacts;
  readonly socket: TLSSocket;
  readonly tap: Tap;
  /** 'broken': by the library itself, so that there is no connection an exception could let pass. */
  readonly state: 'over' | 'broken';
}

/** What follows from a judgement: the connection may be used, with or without a grant, or it ends. */
function ruled(options: HandshakeOptions, judgement: Judgement, shaken: Shaken): Verdicted {
  const { grant } = options;
  const { verdict } = judgement;
  if (verdict.kind === 'trusted' && verdict.library.accepted) return { judgement, approval: judgement };
  if (grant === undefined || shaken.state === 'broken') return { judgement, ending: untrusted(options, judgement) };
  if (grant.kind === 'unchecked') {
    // What a person refuses wherever it appears is refused here too: that word is the stronger one.
    if (verdict.findings.some(({ kind }) => kind === 'distrusted'))
      return { judgement, ending: untrusted(options, judgement) };
    return { judgement: withVerdict(judgement, { ...verdict, kind: 'unchecked' }) };
  }
  const { facts, socket, tap } = shaken;
  const ruling = judgeException({
    verdict,
    leaf: facts.chain.sent[0],
    libraryLeaf: leafOf(socket),
    signature: signatureOf(tap),
    grants: grant.exceptions,
  });
  if (ruling.kind === 'excepted') {
    const excepted = withVerdict(judgement, ruling.verdict);
    return { judgement: excepted, approval: excepted, excepted: ruling.grant };
  }
  if (ruling.kind === 'needless') return { judgement, ending: untrusted(options, judgement) };
  const refused = withVerdict(judgement, ruling.verdict);
  return { judgement: refused, stops: ruling.stops, ending: untrusted(options, refused) };
}

function withVerdict(judgement: Judgement, verdict: Verdict): Judgement {
  return { ...judgement, verdict };
}

/** Whether the server showed that it has the key of its certificate, by our own reading. */
function signatureOf(tap: Tap): ExceptionCase<ExceptionGrant>['signature'] {
  const { serverSignature, cipher = '' } = readHandshake(tap);
  // With static RSA nothing is signed: who does not have the key cannot end the handshake (RFC 5246 §7.4.7.1).
  return serverSignature ?? (/^TLS_RSA_WITH_/.test(cipher) ? 'none' : 'unknown');
}

/** Of a handshake that was not ended, only a signature shows whose key it is. */
function provenBySignature(tap: Tap): boolean {
  return signatureOf(tap) === 'good';
}

const CHANGE_CIPHER_SPEC = 20;

/**
 * Whether a piece of ours may follow in a handshake that could show a client certificate: before the server's choice (ClientHello, and
 * another one when it asked for it), and then only when the server showed a certificate with which it was approved. The library
 * answers when it has read all that the server says, and everything that it read was recorded before.
 */
function mayFollow(facts: HandshakeFacts, piece: Uint8Array, approved: ReadonlySet<string>): boolean {
  if (!facts.messages.some(({ from, type }) => from === 'server' && type === 'ServerHello')) return true;
  const [leaf] = facts.chain.sent;
  if (leaf !== undefined) return approved.has(leaf);
  // It says nothing, and BoringSSL may send it early (RFC 8446, appendix D.4).
  return piece.length === 6 && piece[0] === CHANGE_CIPHER_SPEC;
}

const keptBack: Verdicted = {
  ending: {
    kind: 'client-certificate-required',
    message: 'the server is no longer the one that was approved; no client certificate was sent',
    authorities: [],
  },
  withheld: true,
};

function judgeChain(options: HandshakeOptions, facts: HandshakeFacts, library: LibraryWord): Judgement {
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

/** The ending of a connection that must not be used. */
export function untrusted(options: { readonly host: string; readonly port: number }, judgement: Judgement): Ending {
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
