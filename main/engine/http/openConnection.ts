import type { Socket } from 'node:net';
import type { RequestPhase } from '#core/contract.ts';
import type { Address } from '#core/http/address.ts';
import type { SendLimits } from '#core/http/draft.ts';
import type { Connection as ConnectionRecord } from '#core/http/exchange.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { Judge } from '#main/engine/trust/judge.ts';
import { certificatesOf, Connection, endpointsOf, reportOf, type Endpoints } from './connection.ts';
import type { ConnectionPool } from './connectionPool.ts';
import { connectTcp, type Lookup } from './connectTcp.ts';
import { shakeHands, type Handshake, type HandshakeOptions } from './handshake.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { defaultTlsOptions, type SecureContexts } from './tlsOptions.ts';

export interface OpenEngine {
  readonly powers: { readonly trust: TrustSource; readonly lookup?: Lookup };
  readonly pool: ConnectionPool;
  readonly contexts: SecureContexts;
  readonly judge: Judge;
}

export interface OpenOptions {
  readonly address: Address;
  readonly route: { readonly host: string; readonly port: number };
  readonly limits: SendLimits;
  readonly key: string;
  /** Id of the exchange. */
  readonly openedBy: string;
  readonly interrupt: Interrupt;
  readonly onPhase: (phase: RequestPhase) => void;
}

export interface OpenTimings {
  readonly dnsMs?: number;
  readonly connectMs?: number;
  readonly tlsMs?: number;
  readonly verdictMs?: number;
}

/** An open connection that passed the gate, or why there is none with what is known of the attempt. */
export interface Opened {
  readonly timings: OpenTimings;
  readonly connection?: Connection;
  readonly ending?: Ending;
  /** Of an attempt that reached a server. */
  readonly record?: ConnectionRecord;
  readonly certificates?: ReadonlyMap<string, Uint8Array>;
}

/**
 * Opens a connection: name, TCP, TLS, verdict.
 *
 * @throws TrustDamaged when the trust file cannot be read; nothing has been opened then
 */
export async function openConnection(engine: OpenEngine, options: OpenOptions): Promise<Opened> {
  for (;;) {
    const { generation } = engine.pool;
    const opened = await openOnce(engine, options);
    // A verdict by anchors that no longer hold is none: trust changed during the handshake.
    if (generation === engine.pool.generation || !opened.connection) return opened;
    opened.connection.close();
  }
}

async function openOnce(engine: OpenEngine, options: OpenOptions): Promise<Opened> {
  const { address, interrupt, limits } = options;
  const secure = address.scheme === 'https';
  const trust = secure ? engine.powers.trust.effective(address.host, address.port) : undefined;
  // Made before the server waits for it: a new one takes milliseconds.
  if (trust) engine.contexts.get(trust, defaultTlsOptions);

  const link = await connectTcp({
    ...options.route,
    timeoutMs: limits.connectTimeoutMs,
    interrupt,
    onPhase: options.onPhase,
    lookup: engine.powers.lookup,
    reads: trust ? 'lent' : 'own',
  });
  if (!link.ok) {
    const { ending, ...timings } = link.error;
    return { timings, ending };
  }
  const { socket: tcp, reads, ...reached } = link.value;
  const endpoints = endpointsOf(tcp);
  if (!trust) return { timings: reached, connection: joined(engine, options, tcp, endpoints) };

  options.onPhase('tls');
  const handshake = await shaken(tcp, {
    tcp,
    host: address.host,
    port: address.port,
    trust,
    timeoutMs: limits.tlsTimeoutMs,
    interrupt,
    contexts: engine.contexts,
    judge: engine.judge,
    onVerdict: () => options.onPhase('verdict'),
  });
  const { tlsMs, verdictMs, ending, tap } = handshake;
  // What is recorded must stay; what only passes through is copied by TLS before the event returns.
  reads?.lendWhen(() => !tap.recording);
  const timings = { ...reached, tlsMs, ...(verdictMs === undefined ? {} : { verdictMs }) };
  if (!ending) return { timings, connection: joined(engine, options, tcp, endpoints, handshake) };
  tcp.destroy();
  return { timings, ending, ...remains(handshake, endpoints) };
}

/** What keeps a handshake from even beginning is a bug, but one that must not leave a socket behind. */
async function shaken(tcp: Socket, options: HandshakeOptions): Promise<Handshake> {
  try {
    return await shakeHands(options);
  } catch (error) {
    tcp.destroy();
    throw error;
  }
}

function joined(
  engine: OpenEngine,
  { address, key, openedBy }: OpenOptions,
  tcp: Socket,
  endpoints: Endpoints,
  handshake?: Handshake,
): Connection {
  const connection = new Connection(
    { scheme: address.scheme, key, endpoints, tcp, openedBy, ...(handshake ? { handshake } : {}) },
    (idle) => engine.pool.release(idle),
  );
  engine.pool.add(connection);
  return connection;
}

/** What a refused or broken handshake leaves for the record. */
function remains(handshake: Handshake, endpoints: Endpoints): Pick<Opened, 'record' | 'certificates'> {
  const { facts, judgement } = handshake;
  return {
    record: { ...endpoints, reused: false, tls: reportOf(facts, judgement) },
    certificates: certificatesOf(facts, judgement),
  };
}
