import { isIP } from 'node:net';
import { createFindings, foundSoFar } from '#core/scan/findings.ts';
import { countConnections } from '#core/scan/expected.ts';
import { scanPlan } from '#core/scan/plan.ts';
import type { Plan } from '#core/scan/asking.ts';
import type { Answer, HelloAnswer, Probe } from '#core/scan/probe.ts';
import type { ScanFailure, ScanReport, ScanState } from '#core/scan/report.ts';
import type { ConnectTo } from '#core/http/draft.ts';
import type { Endpoint, ExchangeFailure } from '#core/http/exchange.ts';
import { routeOf } from '#core/http/route.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { connectTcp, type Lookup } from '#main/engine/http/connectTcp.ts';
import { endpointsOf } from '#main/engine/http/connection.ts';
import { Interrupt } from '#main/engine/http/interrupt.ts';
import type { InspectJob, SentExchange } from '#main/engine/http/client.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { converse } from './converse.ts';
import { certificateOf } from './judged.ts';
import { pause } from './pause.ts';

export interface ScanPowers {
  /** ms UTC. */
  readonly now: () => number;
  /** Handshake and verdict as every request has them: the gate (HttpClient.inspect). */
  readonly inspect: (job: InspectJob) => Promise<SentExchange>;
  /** Default: the system's. */
  readonly lookup?: Lookup;
}

export interface ScanJob {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Between connections, ms. Absent: 100, or 0 to this computer. */
  readonly delayMs?: number | undefined;
  readonly connectTo?: readonly ConnectTo[] | undefined;
  /** For each connection, TCP and conversation each, ms. Default 5000. */
  readonly timeoutMs?: number | undefined;
  readonly onProgress?: (report: ScanReport) => void;
}

/** A person's server may have a rate limit, and others use it meanwhile. */
const DELAY_MS = 100;
const TIMEOUT_MS = 5000;
/** Answers that did not come in a row, after which a server counts as gone. */
const MOST_SILENCES = 3;
/** Tries of one connection before a server that was there counts as gone, and the pause before each, ms. */
const RECONNECT_MS = [0, 250, 1000];

/**
 * One server, tried with one connection at a time. `run` may be called again after it was cancelled or failed: it goes on
 * with the very probe that was not answered.
 */
export class ServerScan {
  readonly #powers: ScanPowers;
  readonly #job: ScanJob;
  readonly #findings = createFindings();
  readonly #plan: Plan;
  readonly #startedAt: number;
  #probe: Probe | undefined;
  #state: ScanState = 'running';
  #failure: ScanFailure | undefined;
  #remote: Endpoint | undefined;
  #spentMs = 0;
  #runningSince: number | undefined;
  #silences = 0;
  #hasAnswered = false;

  constructor(powers: ScanPowers, job: ScanJob) {
    this.#powers = powers;
    this.#job = job;
    this.#startedAt = powers.now();
    this.#plan = scanPlan(isIP(job.host) === 0 ? { serverName: job.host.replace(/\.$/, '') } : {}, this.#findings);
  }

  get state(): ScanState {
    return this.#state;
  }

  /** What is known now. */
  report(): ScanReport {
    const { host, port } = this.#job;
    const running = this.#runningSince === undefined ? 0 : performance.now() - this.#runningSince;
    return {
      host,
      port,
      startedAt: this.#startedAt,
      elapsedMs: Math.round(this.#spentMs + running),
      state: this.#state,
      ...(this.#failure === undefined ? {} : { failure: this.#failure }),
      connections: { ...countConnections(this.#findings), byPhase: { ...this.#findings.connections } },
      delayMs: this.#delayMs(),
      ...(this.#remote === undefined ? {} : { remote: this.#remote }),
      ...foundSoFar(this.#findings),
    };
  }

  /** Tries what is left. Never rejects: an abort ends it as cancelled, what a server or network does as failed. */
  async run(signal: AbortSignal): Promise<ScanReport> {
    this.#state = 'running';
    this.#failure = undefined;
    this.#silences = 0;
    this.#runningSince = performance.now();
    try {
      await this.#drive(signal);
    } catch (error) {
      if (signal.aborted) this.#state = 'cancelled';
      else
        this.#stop({
          kind: 'internal',
          message: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
    }
    this.#spentMs += performance.now() - this.#runningSince;
    this.#runningSince = undefined;
    return this.report();
  }

  async #drive(signal: AbortSignal): Promise<void> {
    this.#probe ??= nextOf(this.#plan.next());
    while (this.#probe !== undefined) {
      this.#job.onProgress?.(this.report());
      const answer = await this.#try(this.#probe, signal);
      if (!answer.ok) return this.#stop(answer.error);
      this.#probe = nextOf(this.#plan.next(answer.value));
      if (this.#probe !== undefined) await pause(this.#delayMs(), signal);
    }
    if (this.#findings.versions.some(({ accepted }) => accepted)) this.#state = 'complete';
    else this.#stop({ kind: 'nothing-accepted', message: 'No version was accepted.' });
  }

  #stop(failure: ScanFailure): void {
    this.#state = 'failed';
    this.#failure = failure;
  }

  /** The answer, or why there is no sense in asking on. */
  async #try(probe: Probe, signal: AbortSignal): Promise<Result<Answer, ScanFailure>> {
    if (probe.kind === 'judge') return ok(await this.#judge(signal));
    const answer = await this.#ask(probe, signal);
    // A lost connection is no refusal: a server that did answer before is asked again, once.
    const lost = answer.ok && (answer.value.kind === 'reset' || answer.value.kind === 'timeout');
    const last = lost && this.#hasAnswered ? await this.#ask(probe, signal) : answer;
    if (!last.ok) return last;
    const { value } = last;
    if (value.kind === 'not-tls' && !this.#hasAnswered) return fail(notTls(value, this.#job.port));
    if (value.kind === 'hello' || value.kind === 'alert') this.#hasAnswered = true;
    this.#silences = value.kind === 'timeout' ? this.#silences + 1 : 0;
    const patience = probe.phase === 'versions' && this.#hasAnswered ? Infinity : MOST_SILENCES;
    if (this.#silences >= patience) return fail(this.#silence());
    return last;
  }

  #silence(): ScanFailure {
    const times = this.#silences;
    if (this.#hasAnswered) return { kind: 'stopped-answering', message: `${times} times no answer`, times };
    const afterMs = this.#timeoutMs();
    return { kind: 'tls-timeout', message: `no answer to a hello in ${afterMs} ms`, afterMs };
  }

  async #ask(probe: Extract<Probe, { kind: 'hello' }>, signal: AbortSignal): Promise<Result<HelloAnswer, ScanFailure>> {
    const link = await this.#connect(signal);
    if (!link.ok) return link;
    this.#count(probe);
    const { offer, depth } = probe;
    return ok(await converse({ tcp: link.value, offer, depth, timeoutMs: this.#timeoutMs(), signal }));
  }

  /** Always to the address that answered first: servers of one name need not be alike. */
  async #connect(signal: AbortSignal) {
    const route = this.#remote ? { host: this.#remote.address, port: this.#remote.port } : this.#route();
    let failure: ExchangeFailure = { kind: 'internal', message: 'not tried' };
    for (const waitMs of this.#remote ? RECONNECT_MS : [0]) {
      await pause(waitMs, signal);
      const interrupt = new Interrupt();
      const abort = () => interrupt.end({ kind: 'cancelled' });
      signal.addEventListener('abort', abort, { once: true });
      const link = await connectTcp({
        ...route,
        timeoutMs: this.#timeoutMs(),
        interrupt,
        lookup: this.#powers.lookup,
        reads: 'own',
      });
      signal.removeEventListener('abort', abort);
      if (link.ok) {
        this.#remote ??= endpointsOf(link.value.socket).remote;
        return ok(link.value.socket);
      }
      signal.throwIfAborted();
      if (link.error.ending.kind !== 'cancelled') failure = link.error.ending;
    }
    return fail<ScanFailure>(failure);
  }

  async #judge(signal: AbortSignal): Promise<Answer> {
    const { host, port } = this.#job;
    const { address, port: toPort } = this.#remote ?? { address: '', port: 0 };
    this.#count({ phase: 'certificate' });
    const sent = await this.#powers.inspect({
      id: newExchangeId(this.#powers.now()),
      host,
      port,
      limits: { connectTimeoutMs: this.#timeoutMs(), tlsTimeoutMs: this.#timeoutMs() },
      connectTo: [{ host: '', port: 0, toHost: address, toPort }],
      signal,
    });
    signal.throwIfAborted();
    return { kind: 'judged', certificate: certificateOf(sent) };
  }

  #count({ phase }: Pick<Probe, 'phase'>): void {
    const { connections } = this.#findings;
    connections[phase] = (connections[phase] ?? 0) + 1;
  }

  #route(): { readonly host: string; readonly port: number } {
    return routeOf(this.#job, this.#job.connectTo);
  }

  #timeoutMs(): number {
    return this.#job.timeoutMs ?? TIMEOUT_MS;
  }

  #delayMs(): number {
    const address = this.#remote?.address ?? this.#route().host;
    return this.#job.delayMs ?? (/^(?:127\.|::1$|localhost$)/.test(address) ? 0 : DELAY_MS);
  }
}

function nextOf(step: IteratorResult<Probe, void>): Probe | undefined {
  return step.done === true ? undefined : step.value;
}

function notTls(answer: Extract<HelloAnswer, { kind: 'not-tls' }>, port: number): ScanFailure {
  const { spoken, firstBytes } = answer;
  return { kind: 'not-tls', message: `${spoken} instead of TLS`, spoken, firstBytes, port };
}
