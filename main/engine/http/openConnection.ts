import type { Socket } from 'node:net';
import type { RequestPhase } from '#core/contract.ts';
import type { Address } from '#core/http/address.ts';
import type { SendLimits } from '#core/http/draft.ts';
import type { Connection as ConnectionRecord } from '#core/http/exchange.ts';
import type { IdentitySource } from '#main/engine/identity/identities.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { Judge } from '#main/engine/trust/judge.ts';
import { approach, type Attempt } from './approach.ts';
import { certificatesOf, Connection, endpointsOf, reportOf, type Endpoints } from './connection.ts';
import type { ConnectionPool } from './connectionPool.ts';
import { connectTcp, type Lookup } from './connectTcp.ts';
import type { GateMemory } from './gateMemory.ts';
import { HandshakeGrant } from './grantedHandshake.ts';
import { shakeHands, untrusted, type Handshake, type HandshakeOptions } from './handshake.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { defaultTlsOptions, type SecureContexts } from './tlsOptions.ts';

export interface OpenEngine {
  readonly powers: {
    readonly trust: TrustSource;
    readonly lookup?: Lookup;
    /** Client certificates for servers that were approved. Default: there are none. */
    readonly identities?: IdentitySource;
  };
  readonly pool: ConnectionPool;
  readonly contexts: SecureContexts;
  readonly memory: GateMemory;
  readonly judge: Judge;
}

/**
 * What a connection is for. 'request': exceptions count, and an approved server that asks is shown a client certificate. 'look': neither;
 * what the app does without a request of the user's. 'introduction': a look that shows a client certificate, because a person wants
 * to see what comes of it. 'unchecked': one request that goes to whoever answers, because a person said so for this one; no exception
 * is used, no client certificate is shown.
 */
export type Purpose = 'request' | 'look' | 'introduction' | 'unchecked';

export interface OpenOptions {
  readonly address: Address;
  readonly route: { readonly host: string; readonly port: number };
  readonly limits: SendLimits;
  readonly key: string;
  /** Default: 'look'. */
  readonly purpose?: Purpose;
  /** Id of the exchange. */
  readonly openedBy: string;
  readonly interrupt: Interrupt;
  readonly onPhase: (phase: RequestPhase) => void;
}

/** Where more than one handshake was needed, the times of all of them. */
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
 * Opens a connection: name, TCP, TLS, verdict. Every byte of HTTP that the app sends goes through what this returns (docs/adr/0017).
 *
 * @throws TrustDamaged when the trust file cannot be read; nothing has been opened then
 */
export async function openConnection(engine: OpenEngine, options: OpenOptions): Promise<Opened> {
  if (options.address.scheme === 'http') return openPlain(engine, options);
  for (;;) {
    const opened = await openSecure(engine, options);
    // A verdict by anchors that no longer hold is none: trust changed during the handshake.
    if (opened !== 'stale') return opened;
  }
}

async function openPlain(engine: OpenEngine, options: OpenOptions): Promise<Opened> {
  const reached = await reach(engine, options, 'own');
  if ('ending' in reached) return reached;
  const { tcp, timings, endpoints } = reached;
  return { timings, connection: joined(engine, options, tcp, endpoints) };
}

async function openSecure(engine: OpenEngine, options: OpenOptions): Promise<Opened | 'stale'> {
  const { address, interrupt, purpose = 'look' } = options;
  const { host, port } = address;
  const { trust: source, identities } = engine.powers;
  const { generation } = engine.pool;
  const place = { host, port, trust: source.effective(host, port), grant: grantFor(purpose, source, host, port) };
  const stands = () => generation === engine.pool.generation && grantStands(place.grant, source, host, port);
  const shows = purpose === 'request' || purpose === 'introduction';
  const steps = approach({ ...place, memory: engine.memory, identities: shows ? identities : undefined });
  let timings: OpenTimings = {};
  let attempt: Attempt = (await orEnded(interrupt, steps.first)) ?? {};
  for (let handshakes = 1; ; handshakes++) {
    const { completion, identity } = attempt;
    const made = await shakeOnce(engine, options, {
      ...{ ...place, completion },
      ...(identity && { identity: { ...identity, stands } }),
      ...(shows && { clientAuth: 'after-approval' }),
    });
    timings = sum(timings, made.timings);
    if ('ending' in made) return { ...made, timings };
    const { tcp, endpoints, handshake } = made;
    const next = await orEnded(interrupt, () => steps.next(attempt, handshake, handshakes));
    const isStale = !stands();
    if (next?.kind === 'again' || (isStale && !handshake.ending)) {
      handshake.socket.destroy();
      tcp.destroy();
      if (isStale || next?.kind !== 'again') return 'stale';
      attempt = next.attempt;
      continue;
    }
    // Nothing is spent for an exchange that is over.
    const last = next?.handshake ?? { ...handshake, ...(interrupt.ending ? { ending: interrupt.ending } : {}) };
    const passed = settled(source, options, last, place.grant);
    const { id, label } = identity?.material ?? {};
    const led = { handshakes, ...(id !== undefined && label !== undefined ? { identity: { id, label } } : {}) };
    if (!passed.ending) return { timings, connection: joined(engine, options, tcp, endpoints, passed, led) };
    handshake.socket.destroy();
    tcp.destroy();
    return { timings, ending: passed.ending, ...remains(passed, endpoints, led) };
  }
}

/** What one handshake is made with, beside what all of an engine have. */
type Shake = Pick<HandshakeOptions, 'host' | 'port' | 'trust' | 'grant' | 'completion' | 'identity' | 'clientAuth'>;

/** One connection and one handshake on it, or why there is none. */
async function shakeOnce(
  engine: OpenEngine,
  options: OpenOptions,
  shake: Shake,
): Promise<
  | (Omit<Reached, 'reads'> & { readonly handshake: Handshake })
  | { readonly timings: OpenTimings; readonly ending: Ending }
> {
  const { contexts, judge } = engine;
  const { interrupt, limits, onPhase } = options;
  const { completion, identity, trust } = shake;
  try {
    // Made before the server waits for it: a new one takes milliseconds.
    contexts.get(trust, defaultTlsOptions, { completion, identity: identity?.material });
  } catch (error) {
    if (identity === undefined) throw error;
    return { timings: {}, ending: unusable(identity.material.label, error) };
  }
  const reached = await reach(engine, options, 'lent');
  if ('ending' in reached) return reached;
  const { tcp, reads, endpoints } = reached;
  onPhase('tls');
  const onVerdict = () => onPhase('verdict');
  const timeoutMs = limits.tlsTimeoutMs;
  const handshake = await shaken(tcp, { ...shake, tcp, interrupt, contexts, judge, timeoutMs, onVerdict });
  const { tlsMs, verdictMs, tap } = handshake;
  // What is recorded must stay; what only passes through is copied by TLS before the event returns.
  reads?.lendWhen(() => !tap.recording);
  const timings = sum(reached.timings, { tlsMs, ...(verdictMs === undefined ? {} : { verdictMs }) });
  return { tcp, endpoints, handshake, timings };
}

/** What a step comes to; undefined when the exchange is ended before: choosing a client certificate may wait for a person. */
async function orEnded<T>(interrupt: Interrupt, step: () => Promise<T>): Promise<T | undefined> {
  if (interrupt.ending) return undefined;
  const { promise: ended, resolve } = Promise.withResolvers<undefined>();
  const stop = interrupt.onEnd(() => resolve(undefined));
  try {
    return await Promise.race([step(), ended]);
  } finally {
    stop();
  }
}

function grantFor(purpose: Purpose, source: TrustSource, host: string, port: number): HandshakeGrant | undefined {
  switch (purpose) {
    case 'request':
      return HandshakeGrant.ofExceptions(host, port, source.exceptionsFor(host, port));
    case 'unchecked':
      return HandshakeGrant.unchecked(host, port);
    case 'look':
    case 'introduction':
      return undefined;
  }
}

/** Whether the exceptions that a connection was begun with are still those in force. */
function grantStands(grant: HandshakeGrant | undefined, source: TrustSource, host: string, port: number): boolean {
  if (grant?.kind !== 'exceptions') return true;
  const today = HandshakeGrant.ofExceptions(host, port, source.exceptionsFor(host, port))?.exceptions ?? [];
  const ids = new Set(today.map(({ id }) => id));
  return grant.exceptions.length === today.length && grant.exceptions.every(({ id }) => ids.has(id));
}

/**
 * The last word, and what is kept of it: an exception that lets it pass is spent, one that did not help is reported, a connection that
 * nobody checked is noted. Runs to its end without waiting, so that no change of trust comes in between.
 */
function settled(
  source: TrustSource,
  { address: { host, port }, openedBy }: OpenOptions,
  handshake: Handshake,
  grant: HandshakeGrant | undefined,
): Handshake {
  const { judgement, excepted, stops = [], ending, facts } = handshake;
  for (const { id, unaccepted } of stops) source.stopped(id, { leaf: facts.chain.sent[0] ?? '', unaccepted });
  if (ending || !judgement) return handshake;
  if (judgement.verdict.kind === 'unchecked' && grant?.kind === 'unchecked') {
    if (source.noteUnchecked(openedBy, host, port)) return handshake;
    return { ...handshake, ending: unwritten };
  }
  if (excepted === undefined || source.spend(excepted.id)) return handshake;
  // It was removed or came to its end, or another connection was quicker to use it up.
  const verdict = { ...judgement.verdict, kind: 'untrusted' as const };
  Reflect.deleteProperty(verdict, 'exception');
  const refused = { ...judgement, verdict };
  return { ...handshake, judgement: refused, ending: untrusted({ host, port }, refused) };
}

const unwritten: Ending = {
  kind: 'trust-unavailable',
  message: 'the audit could not be written, and without its row nothing is sent unchecked',
};

interface Reached {
  readonly tcp: Socket;
  readonly reads?: { lendWhen(may: () => boolean): void } | undefined;
  readonly endpoints: Endpoints;
  readonly timings: OpenTimings;
}

/** Name and TCP. */
async function reach(
  engine: OpenEngine,
  options: OpenOptions,
  kind: 'lent' | 'own',
): Promise<Reached | { readonly timings: OpenTimings; readonly ending: Ending }> {
  const { route, limits, interrupt, onPhase } = options;
  const link = await connectTcp({
    ...route,
    timeoutMs: limits.connectTimeoutMs,
    interrupt,
    onPhase,
    lookup: engine.powers.lookup,
    reads: kind,
  });
  if (!link.ok) {
    const { ending, ...timings } = link.error;
    return { timings, ending };
  }
  const { socket: tcp, reads, ...timings } = link.value;
  return { tcp, reads, endpoints: endpointsOf(tcp), timings };
}

function sum(before: OpenTimings, more: OpenTimings): OpenTimings {
  const names = ['dnsMs', 'connectMs', 'tlsMs', 'verdictMs'] as const;
  const known = names.filter((name) => before[name] !== undefined || more[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, (before[name] ?? 0) + (more[name] ?? 0)]));
}

/** The TLS library cannot use the key or the certificate of an identity. */
function unusable(label: string, error: unknown): Ending {
  const message = `the client certificate “${label}” cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  const identity = { label, why: 'other-algorithms' } as const;
  return { kind: 'client-certificate-required', message, authorities: [], identity };
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

/** What led to a handshake, for its record. */
interface Made {
  readonly handshakes: number;
  readonly identity?: { readonly id: string; readonly label: string };
}

function joined(
  engine: OpenEngine,
  { address, key, openedBy }: OpenOptions,
  tcp: Socket,
  endpoints: Endpoints,
  handshake?: Handshake,
  made?: Made,
): Connection {
  const connection = new Connection(
    {
      ...{ scheme: address.scheme, host: address.host, port: address.port },
      ...{ key, endpoints, tcp, openedBy },
      ...(handshake ? { handshake } : {}),
      ...made,
    },
    (idle) => engine.pool.release(idle),
  );
  engine.pool.add(connection);
  return connection;
}

/** What a refused or broken handshake leaves for the record. */
function remains(handshake: Handshake, endpoints: Endpoints, made: Made): Pick<Opened, 'record' | 'certificates'> {
  const { facts, judgement } = handshake;
  return {
    record: {
      ...endpoints,
      reused: false,
      ...(made.handshakes > 1 ? { handshakes: made.handshakes } : {}),
      tls: reportOf(facts, judgement, made.identity),
    },
    certificates: certificatesOf(facts, judgement),
  };
}
