import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { Connection as ConnectionRecord, Endpoint } from '#core/http/exchange.ts';
import type { HandshakeFacts } from '#core/tls/handshake.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { readHandshake } from '#main/engine/tls/report.ts';
import type { Judgement } from '#main/engine/trust/judge.ts';
import type { Handshake } from './handshake.ts';
import type { Ending } from './interrupt.ts';

/** Both ends of a TCP connection. Taken while it is open: a closed socket has forgotten them. */
export interface Endpoints {
  readonly remote: Endpoint;
  readonly local: Endpoint;
}

/** The ends of an open socket. */
export function endpointsOf(tcp: Socket): Endpoints {
  const family = tcp.remoteFamily === 'IPv6' ? 'IPv6' : 'IPv4';
  return {
    remote: { address: tcp.remoteAddress ?? '', port: tcp.remotePort ?? 0, family },
    local: { address: tcp.localAddress ?? '', port: tcp.localPort ?? 0, family },
  };
}

/** The report of a handshake, finished or not: facts from the wire and the verdict on them. `identity`: what the context held. */
export function reportOf(
  facts: HandshakeFacts,
  judgement: Judgement | undefined,
  identity?: { readonly id: string; readonly label: string },
): TlsReport {
  const observed = without(facts, 'certificates', 'clientCertificates', 'spoken');
  const chain = { sent: facts.chain.sent, path: judgement?.path ?? [] };
  const revocation = judgement?.revocation;
  // Offered is what the wire shows; which identity that was is known here.
  const shown = identity && facts.clientAuth.offered !== null && { id: identity.id, label: identity.label };
  const clientAuth = shown ? { ...facts.clientAuth, identity: shown } : facts.clientAuth;
  const verdict = judgement?.verdict ?? unjudged;
  return { ...observed, clientAuth, chain, ...(revocation && { revocation }), verdict };
}

function without<T extends object, K extends keyof T>(value: T, ...names: readonly K[]): Omit<T, K> {
  const rest: Partial<T> = { ...value };
  for (const name of names) Reflect.deleteProperty(rest, name);
  return rest as Omit<T, K>;
}

/** Every certificate a report names, DER by SHA-256. */
export function certificatesOf(
  facts: HandshakeFacts,
  judgement: Judgement | undefined,
): ReadonlyMap<string, Uint8Array> {
  const certificates = new Map(judgement?.certificates);
  for (const [index, sha256] of facts.chain.sent.entries()) {
    const der = facts.certificates[index];
    if (der) certificates.set(sha256, der);
  }
  const offered = facts.clientAuth.offered;
  if (offered !== null && facts.clientCertificates[0]) certificates.set(offered, facts.clientCertificates[0]);
  return certificates;
}

/** The handshake ended before there was a chain to judge, or for a reason that has nothing to do with it. */
const unjudged: Verdict = { kind: 'unchecked', library: { accepted: false, code: '' }, findings: [] };

export interface ConnectionOptions {
  readonly scheme: 'https' | 'http';
  /** What was asked for, as in the address. */
  readonly host: string;
  readonly port: number;
  /** Connections with the same key serve the same requests. */
  readonly key: string;
  readonly endpoints: Endpoints;
  readonly tcp: Socket;
  /** Absent on plain HTTP. Must have been approved. */
  readonly handshake?: Handshake;
  /** Id of the exchange that opened it. */
  readonly openedBy: string;
  /** How many it took to get here. */
  readonly handshakes?: number;
  /** The client certificate that could be shown. */
  readonly identity?: { readonly id: string; readonly label: string };
}

/** An open connection that has passed the gate, with the report of the handshake it really made. */
export class Connection {
  readonly key: string;
  readonly openedBy: string;
  /** What HTTP is spoken on. */
  readonly socket: Socket;
  /** For node:http and node:https: hands out this one socket and no other. */
  readonly agent: HttpAgent;
  /** How many requests have been given to it. */
  uses = 0;
  /** False once it must not serve another request. */
  reusable = true;
  readonly #options: ConnectionOptions;
  #facts: HandshakeFacts | undefined;
  #report: TlsReport | undefined;
  #certificates: ReadonlyMap<string, Uint8Array> = new Map();
  #finished = false;
  #tcpError: Error | undefined;
  #revoked: Ending | undefined;

  /** @param onIdle called when a response is over and the next request may be given to it */
  constructor(options: ConnectionOptions, onIdle: (connection: Connection) => void) {
    const { handshake, tcp } = options;
    this.#options = options;
    this.key = options.key;
    this.openedBy = options.openedBy;
    this.socket = handshake?.socket ?? tcp;
    this.agent = holdSocket(options.scheme, this.socket, () => {
      if (this.reusable) onIdle(this);
      return this.reusable;
    });
    tcp.on('error', (error) => (this.#tcpError ??= error));
    if (!handshake) return;
    // What was let pass for one request serves one.
    const { verdict } = handshake.judgement ?? {};
    if (verdict?.kind === 'unchecked' || verdict?.exception?.end.kind === 'once') this.reusable = false;
    this.#facts = handshake.facts;
    this.#report = reportOf(handshake.facts, handshake.judgement, options.identity);
    this.#certificates = certificatesOf(handshake.facts, handshake.judgement);
    // What a verdict does not need (the server's signature, the bytes as text) is done once the request has been written, while
    // the server thinks of its answer. On a fast answer it is felt: 2.05 times node:https instead of 1.85 (two slow cores, 2026).
    setImmediate(() => this.#readReport());
  }

  /** What was asked for, with the handshake that was approved; absent on plain HTTP. */
  get approved(): (Pick<ConnectionOptions, 'host' | 'port'> & { readonly handshake: Handshake }) | undefined {
    const { host, port, handshake } = this.#options;
    return handshake && { host, port, handshake };
  }

  /** When it must no longer be given to a request, ms UTC; undefined: no time is set. */
  get endsAt(): number | undefined {
    const end = this.#options.handshake?.judgement?.verdict.exception?.end;
    return end?.kind === 'date' ? end.at : undefined;
  }

  /** Why it was closed while it was in use, when trust was taken back; the request that runs on it ends with this. */
  get revoked(): Ending | undefined {
    return this.#revoked;
  }

  /** It would not be approved any more: closes it at once, whatever runs on it. */
  revoke(ending: Ending): void {
    this.finishReport();
    this.#revoked = ending;
    if (this.#report && ending.kind === 'untrusted') this.#report = { ...this.#report, verdict: ending.verdict };
    this.close();
  }

  get remotePort(): number {
    return this.#options.endpoints.remote.port;
  }

  /** What the TCP socket said, when it failed. */
  get tcpError(): Error | undefined {
    return this.#tcpError;
  }

  /** What the recorded bytes say; absent on plain HTTP. */
  get facts(): HandshakeFacts | undefined {
    return this.#facts;
  }

  /** The first bytes from the server: for a connection that turns out to speak something else. */
  get firstServerBytes(): Uint8Array {
    return this.#options.handshake?.tap.firstServerBytes ?? new Uint8Array(0);
  }

  /** The same Map for every exchange of the connection. */
  get certificates(): ReadonlyMap<string, Uint8Array> {
    return this.#certificates;
  }

  /**
   * Ends the recording and adds what came after the handshake (session tickets, alerts) to the report, which is the same
   * object for every exchange from then on. To be called when the first response is over, or when the connection failed.
   */
  finishReport(): void {
    const { handshake } = this.#options;
    if (!handshake || this.#finished) return;
    handshake.tap.stopRecording();
    this.#readReport();
    this.#finished = true;
  }

  #readReport(): void {
    const { handshake } = this.#options;
    if (!handshake || this.#finished) return;
    this.#facts = readHandshake(handshake.tap);
    this.#report = reportOf(this.#facts, handshake.judgement, this.#options.identity);
    // In TLS 1.3 our own certificate leaves after the verdict.
    const { offered } = this.#facts.clientAuth;
    if (offered !== null && !this.#certificates.has(offered))
      this.#certificates = certificatesOf(this.#facts, handshake.judgement);
  }

  /** The connection as the record of one exchange shows it. */
  recordFor(exchangeId: string): ConnectionRecord {
    const reused = exchangeId !== this.openedBy;
    return {
      ...this.#options.endpoints,
      reused,
      ...(reused ? { firstUsedBy: this.openedBy } : {}),
      ...((this.#options.handshakes ?? 1) > 1 ? { handshakes: this.#options.handshakes } : {}),
      ...(this.#report ? { tls: this.#report } : {}),
    };
  }

  /** True when a request may be written to it, as far as is known here. */
  get open(): boolean {
    return this.reusable && !this.socket.destroyed && this.socket.writable && this.socket.readable;
  }

  close(): void {
    this.reusable = false;
    this.socket.destroy();
    this.#options.tcp.destroy();
    this.agent.destroy();
  }
}

/**
 * An agent around one socket that is open already: the gate is passed before node:https hears of the connection, so there is
 * no moment at which a request could be written too early.
 *
 * @param keep called when a response is over; false closes the socket
 */
function holdSocket(scheme: 'https' | 'http', socket: Socket, keep: () => boolean): HttpAgent {
  const settings = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };
  const agent = scheme === 'https' ? new HttpsAgent({ ...settings, maxCachedSessions: 0 }) : new HttpAgent(settings);
  agent.createConnection = () => socket;
  // One socket, one name. The default joins every TLS option, for each request and each release.
  agent.getName = () => '';
  const keepSocketAlive = agent.keepSocketAlive.bind(agent) as (free: Socket) => unknown;
  // Documented: a false answer closes the socket. The default says false when the server's Keep-Alive header says 0.
  agent.keepSocketAlive = (free) => keepSocketAlive(free as Socket) !== false && keep();
  return agent;
}
