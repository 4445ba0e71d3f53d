import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { connect, isIP, type Socket, type TcpSocketConnectOpts } from 'node:net';
import type { ExchangeFailure } from '#core/http/exchange.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { LentReads } from './lentReads.ts';

/** RFC 8305 §5: how long one address may try alone before the next one starts beside it. */
const ATTEMPT_DELAY_MS = 250;

/** Turns a name into addresses, as node:dns lookup with `all`. */
export type Lookup = (
  host: string,
  options: { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void;

export interface ConnectTcpOptions {
  readonly host: string;
  readonly port: number;
  /** Name lookup and connection together, ms. */
  readonly timeoutMs: number;
  readonly interrupt: Interrupt;
  readonly onPhase?: ((phase: 'dns' | 'connect') => void) | undefined;
  /** Default: the system's resolver. */
  readonly lookup?: Lookup | undefined;
  /** 'lent': see LentReads. */
  readonly reads: 'own' | 'lent';
}

export interface TcpLink {
  readonly socket: Socket;
  /** Absent when the host was an address already. */
  readonly dnsMs?: number;
  readonly connectMs: number;
  /** Present with `reads: 'lent'`. */
  readonly reads?: LentReads;
}

/** How far an attempt came, and how long each part took. */
export interface FailedLink {
  readonly ending: Ending;
  readonly dnsMs?: number;
  readonly connectMs?: number;
}

/**
 * An open TCP connection: name looked up, then all its addresses tried, a new one every 250 ms or as soon as one fails; the
 * first that answers wins ("happy eyeballs", RFC 8305).
 *
 * Node's own `autoSelectFamily` gives an attempt up when the next one starts, so it fails on networks slower than 250 ms.
 * Fails as dns-*, refused, unreachable, connect-timeout, reset, or as the interrupt says.
 */
export function connectTcp(options: ConnectTcpOptions): Promise<Result<TcpLink, FailedLink>> {
  const { host, port, timeoutMs, interrupt } = options;
  const startedAt = performance.now();
  let resolvedAt: number | undefined;
  let race: Race | undefined;

  return new Promise((resolve) => {
    let settled = false;
    const listening: (() => void)[] = [];
    const settle = (result: Result<TcpLink, Ending>) => {
      settled = true;
      const at = performance.now();
      clearTimeout(timer);
      for (const stop of listening) stop();
      if (result.ok) return resolve(result);
      race?.abandon();
      const connectMs = race === undefined ? {} : { connectMs: at - (resolvedAt ?? startedAt) };
      const dnsMs = isIP(host) === 0 ? { dnsMs: (resolvedAt ?? at) - startedAt } : {};
      resolve(fail({ ending: result.error, ...dnsMs, ...connectMs }));
    };
    const timer = setTimeout(() => {
      settle(fail(race ? connectTimeout(host, port, timeoutMs) : dnsFailed(host, 'ETIMEOUT')));
    }, timeoutMs);
    const start = (addresses: readonly LookupAddress[]) => {
      options.onPhase?.('connect');
      race = new Race(interleave(addresses), port, options.reads, (outcome) => {
        if (outcome instanceof Error)
          return settle(fail(connectFailure(outcome, host, port, performance.now() - startedAt)));
        const connectMs = performance.now() - (resolvedAt ?? startedAt);
        const link = { ...outcome, connectMs };
        settle(ok(resolvedAt === undefined ? link : { ...link, dnsMs: resolvedAt - startedAt }));
      });
    };
    listening.push(interrupt.onEnd((ending) => settle(fail(ending))));
    if (interrupt.ending) return;

    const family = isIP(host);
    if (family !== 0) return start([{ address: host, family }]);
    options.onPhase?.('dns');
    (options.lookup ?? systemLookup)(host, { all: true }, (error, addresses) => {
      if (settled) return; // getaddrinfo cannot be cancelled: its answer may come when nobody waits for it any more.
      if (error) return settle(fail(dnsFailure(error, host)));
      if (addresses.length === 0) return settle(fail(dnsNotFound(host)));
      resolvedAt = performance.now();
      start(addresses);
    });
  });
}

type Attempt = Pick<TcpLink, 'socket' | 'reads'>;

/** A socket whose reads can be lent to its reader. */
function connectLending(target: TcpSocketConnectOpts): Attempt {
  const reads = new LentReads();
  const socket = connect({ ...target, onread: reads.onread });
  reads.serve(socket);
  return { socket, reads };
}

/** Connection attempts that run beside each other until one succeeds or all have failed. */
class Race {
  readonly #addresses: readonly LookupAddress[];
  readonly #port: number;
  readonly #reads: ConnectTcpOptions['reads'];
  readonly #done: (outcome: Attempt | Error) => void;
  readonly #running = new Set<Socket>();
  readonly #errors: Error[] = [];
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    addresses: readonly LookupAddress[],
    port: number,
    reads: ConnectTcpOptions['reads'],
    done: (outcome: Attempt | Error) => void,
  ) {
    this.#reads = reads;
    this.#addresses = addresses;
    this.#port = port;
    this.#done = done;
    this.#attempt();
  }

  abandon(): void {
    clearTimeout(this.#timer);
    for (const socket of this.#running) socket.destroy();
    this.#running.clear();
  }

  #attempt(): void {
    clearTimeout(this.#timer);
    const next = this.#addresses[this.#next++];
    if (!next) return;
    const target = { host: next.address, port: this.#port, family: next.family, noDelay: true, keepAlive: true };
    const attempt = this.#reads === 'own' ? { socket: connect(target) } : connectLending(target);
    const { socket } = attempt;
    this.#running.add(socket);
    const failed = (error: Error) => {
      if (!this.#running.delete(socket)) return;
      this.#errors.push(error);
      if (this.#next < this.#addresses.length) this.#attempt();
      else if (this.#running.size === 0) this.#done(mostTelling(this.#errors));
    };
    socket.on('error', failed);
    socket.once('connect', () => {
      if (!this.#running.delete(socket)) return;
      socket.off('error', failed);
      this.abandon();
      this.#done(attempt);
    });
    if (this.#next < this.#addresses.length) this.#timer = setTimeout(() => this.#attempt(), ATTEMPT_DELAY_MS);
  }
}

/** Families take turns, beginning with the one the resolver put first (RFC 8305 §4). */
function interleave(addresses: readonly LookupAddress[]): LookupAddress[] {
  const first = addresses.filter(({ family }) => family === addresses[0]?.family);
  const other = addresses.filter(({ family }) => family !== addresses[0]?.family);
  const mixed: LookupAddress[] = [];
  for (let index = 0; index < Math.max(first.length, other.length); index++) {
    mixed.push(...first.slice(index, index + 1), ...other.slice(index, index + 1));
  }
  return mixed;
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}

/** A computer that refused says more than one that could not be reached over a missing family. */
function mostTelling(errors: readonly Error[]): Error {
  const ranked = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'];
  const found = ranked
    .map((code) => errors.find((error) => codeOf(error) === code))
    .find((error) => error !== undefined);
  return found ?? errors[0] ?? new Error('no address');
}

function dnsNotFound(host: string): ExchangeFailure {
  return { kind: 'dns-not-found', message: `${host}: no address`, host };
}

function dnsFailed(host: string, code: string): ExchangeFailure {
  return { kind: 'dns-failed', message: `${host}: ${code}`, host, code };
}

function dnsFailure(error: Error, host: string): ExchangeFailure {
  const code = codeOf(error);
  // Node folds EAI_NONAME and EAI_NODATA into ENOTFOUND (lib/internal/errors.js, DNSException).
  return code === 'ENOTFOUND' || code === 'ENODATA' ? dnsNotFound(host) : dnsFailed(host, code);
}

function connectTimeout(host: string, port: number, afterMs: number): ExchangeFailure {
  return {
    kind: 'connect-timeout',
    message: `${host}:${port}: no answer in ${Math.round(afterMs)} ms`,
    host,
    port,
    afterMs,
  };
}

function connectFailure(error: Error, host: string, port: number, afterMs: number): ExchangeFailure {
  const code = codeOf(error);
  const message = error.message;
  switch (code) {
    case 'ECONNREFUSED':
      return { kind: 'refused', message, host, port };
    case 'ECONNRESET':
      return { kind: 'reset', message, during: 'connect' };
    case 'ETIMEDOUT': // The system gave up before our own limit.
      return connectTimeout(host, port, afterMs);
    default:
      return { kind: 'unreachable', message, host, port, code };
  }
}
