import { headerValue } from '#core/http/header.ts';
import { parseAddress, bracketed, type Address } from '#core/http/address.ts';
import { defaultLimits, limitsFrom, type RequestDraft, type SendLimits } from '#core/http/draft.ts';
import type { Connection as ConnectionRecord, Exchange, Outcome, RequestRecord, Timings } from '#core/http/exchange.ts';
import { routeOf } from '#core/http/route.ts';
import type { RequestPhase } from '#core/contract.ts';
import { INLINE_BODY_BYTES, type KeptBody } from '#main/engine/history/body.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';
import { BodySink } from './bodySink.ts';
import type { BodyThread } from './bodyThread.ts';
import type { HttpClientPowers, InspectJob, SendProgress, SentExchange } from './client.ts';
import type { Connection } from './connection.ts';
import type { Ending, Interrupt } from './interrupt.ts';
import { openConnection, type OpenEngine, type OpenTimings, type Purpose } from './openConnection.ts';
import { inspectionRecord, prepareRequest, type PreparedRequest } from './prepareRequest.ts';
import { roundTrip, type RoundTrip } from './roundTrip.ts';
import { diskFailure } from './roundTripFailure.ts';
import type { ServerClock } from './serverClock.ts';

/** What every exchange of a client shares. */
export interface Engine extends OpenEngine {
  readonly powers: HttpClientPowers;
  readonly bodies: BodyThread;
  readonly clock: ServerClock;
}

interface Job {
  readonly id: string;
  readonly onProgress?: (progress: SendProgress) => void;
}

/** RFC 9110 §9.2.2: may be sent again when it is not known whether the first one arrived. */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** ms between two reports of received bytes: twenty a second is as fast as a window can show. */
const PROGRESS_INTERVAL_MS = 50;

/** One exchange from draft to record. Made for one call of `send` or `inspect`, and used once. */
export class ExchangeRun {
  readonly #engine: Engine;
  readonly #job: Job;
  readonly #interrupt: Interrupt;
  readonly #startedAt: number;
  readonly #begunAt = performance.now();
  readonly #bodies: KeptBody[] = [];
  #request: RequestRecord = { method: '', url: '', httpVersion: '', headers: [] };
  #connection: Connection | undefined;
  /** A connection that did not come about, as far as it went. */
  #attempt: Pick<SentExchange, 'certificates'> & { readonly record?: ConnectionRecord } = { certificates: new Map() };
  #opening: OpenTimings = {};
  #trip: RoundTrip | undefined;
  #tripBegunAt = 0;
  #reportedAt = 0;

  constructor(engine: Engine, job: Job, interrupt: Interrupt) {
    this.#engine = engine;
    this.#job = job;
    this.#interrupt = interrupt;
    this.#startedAt = engine.powers.now();
  }

  /** Sends the draft. Never rejects. */
  async send(draft: RequestDraft): Promise<SentExchange> {
    const prepared = prepareRequest(draft, this.#engine.powers.userAgent);
    const { record, body } = prepared.ok ? prepared.value : prepared.error;
    this.#request = record;
    const unkept = await this.#keepRequestBody(body, record);
    const ending = prepared.ok
      ? (unkept ?? (await this.#guarded(prepared.value.limits, () => this.#sendPrepared(prepared.value))))
      : prepared.error.failure;
    return this.#over(ending);
  }

  /** Shakes hands and judges. Never rejects. */
  async inspect(job: InspectJob): Promise<SentExchange> {
    this.#request = inspectionRecord(job.host.replace(/^\[|\]$/g, ''), job.port);
    const parsed = parseAddress(`https://${bracketed(job.host)}:${job.port}/`);
    if (!parsed.ok) return this.#over(parsed.error);
    const limits = limitsFrom(defaultLimits, job.limits);
    const ending = await this.#guarded(limits, async () => {
      const route = routeOf(parsed.value, job.connectTo);
      const purpose = job.clientCertificate === undefined ? 'look' : 'introduction';
      const opened = await this.#open({ address: parsed.value, route, limits, key: '', purpose });
      this.#connection?.finishReport();
      this.#connection?.close();
      return opened;
    });
    return this.#over(ending, { kind: 'inspected' });
  }

  /** Runs a step under the total time limit. What it throws is a bug or a damaged trust file, and ends the exchange too. */
  async #guarded(limits: SendLimits, step: () => Promise<Ending | undefined>): Promise<Ending | undefined> {
    const { totalTimeoutMs: afterMs } = limits;
    const expire = () => this.#interrupt.end({ kind: 'total-timeout', message: `not over in ${afterMs} ms`, afterMs });
    const timer = afterMs > 0 ? setTimeout(expire, afterMs) : undefined;
    try {
      return this.#interrupt.ending ?? (await step());
    } catch (error) {
      this.#connection?.close();
      if (error instanceof TrustDamaged) return { kind: 'trust-unavailable', message: error.message };
      return { kind: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }

  async #sendPrepared(prepared: PreparedRequest): Promise<Ending | undefined> {
    const { address, route, limits, purpose } = prepared;
    // One that nobody checks has a connection of its own, and leaves none.
    const key = purpose === 'unchecked' ? '' : this.#keyOf(address, route);
    this.#connection = purpose === 'unchecked' ? undefined : this.#engine.pool.take(key);
    if (this.#connection) {
      const trip = await this.#trips(this.#connection, prepared);
      const died = trip.ending?.kind === 'closed-early' || trip.ending?.kind === 'reset';
      const again = died && trip.unanswered && idempotent.has(prepared.record.method) && !this.#interrupt.ending;
      if (!again) return trip.ending;
      // The server closed the idle connection while the request was on its way (RFC 9112 §9.3.1 allows one more try).
      this.#trip = undefined;
    }
    const ending = await this.#open({ address, route, limits, key, purpose });
    if (ending || !this.#connection) return ending;
    return (await this.#trips(this.#connection, prepared)).ending;
  }

  /** A key of the pool: what has the same one can be served by the same connection. */
  #keyOf(address: Address, route: { readonly host: string; readonly port: number }): string {
    const { trust } = this.#engine.powers;
    const { scheme, host, port } = address;
    const exceptions = scheme === 'https' ? trust.exceptionsFor(host, port).map(({ id }) => id) : [];
    const trusted = scheme === 'https' ? trust.effective(host, port).key : '';
    return `${scheme} ${host} ${port} ${route.host} ${route.port} ${trusted} ${exceptions.join()}`;
  }

  async #keepRequestBody(body: Uint8Array | undefined, record: RequestRecord): Promise<Ending | undefined> {
    if (!body || !record.body) return undefined;
    if (body.byteLength <= INLINE_BODY_BYTES) {
      this.#bodies.push({ ref: record.body.ref, bytes: body.byteLength, inline: body });
      return undefined;
    }
    const sink = new BodySink(this.#engine.bodies, this.#engine.powers.bodyFolder, () => undefined);
    sink.write(body);
    try {
      this.#bodies.push(await sink.finish());
      return undefined;
    } catch (error) {
      return diskFailure(error as Error);
    }
  }

  async #open(way: {
    readonly address: Address;
    readonly route: { readonly host: string; readonly port: number };
    readonly limits: SendLimits;
    readonly key: string;
    readonly purpose: Purpose;
  }): Promise<Ending | undefined> {
    const opened = await openConnection(this.#engine, {
      ...way,
      openedBy: this.#job.id,
      interrupt: this.#interrupt,
      onPhase: (phase) => this.#report(phase),
    });
    this.#opening = opened.timings;
    this.#connection = opened.connection;
    this.#attempt = {
      certificates: opened.certificates ?? new Map(),
      ...(opened.record ? { record: opened.record } : {}),
    };
    return opened.ending;
  }

  async #trips(connection: Connection, prepared: PreparedRequest): Promise<RoundTrip> {
    connection.uses += 1;
    if (!prepared.keepsConnection || prepared.purpose === 'unchecked') connection.reusable = false;
    this.#tripBegunAt = performance.now();
    const made = await roundTrip(connection, prepared, {
      bodyFolder: this.#engine.powers.bodyFolder,
      bodies: this.#engine.bodies,
      interrupt: this.#interrupt,
      onPhase: (phase) => this.#report(phase),
      ...(this.#job.onProgress ? { onBytes: (received, expected) => this.#reportBytes(received, expected) } : {}),
    });
    connection.finishReport();
    // Trust that was taken back while the request ran is why it ended, whatever the closed connection looks like.
    const trip = made.ending && connection.revoked ? { ...made, ending: connection.revoked } : made;
    if (trip.kept) this.#bodies.push(trip.kept);
    // Only of servers that proved who they are: over plain HTTP, or unchecked, anybody on the way can say any time.
    const approved = connection.approved?.handshake.approval !== undefined;
    if (trip.response !== undefined && approved)
      this.#engine.clock.note(connection.key, headerValue(trip.response.headers, 'date'), this.#engine.powers.now());
    return (this.#trip = trip);
  }

  #report(phase: RequestPhase): void {
    this.#job.onProgress?.({ phase });
  }

  #reportBytes(receivedBytes: number, expectedBytes: number | undefined): void {
    const now = performance.now();
    if (now - this.#reportedAt < PROGRESS_INTERVAL_MS) return;
    this.#reportedAt = now;
    this.#job.onProgress?.({
      phase: 'receive',
      receivedBytes,
      ...(expectedBytes === undefined ? {} : { expectedBytes }),
    });
  }

  #over(ended: Ending | undefined, success?: Outcome): SentExchange {
    const ending = this.#withIdentity(ended);
    const record = this.#connection?.recordFor(this.#job.id) ?? this.#attempt.record;
    const trailers = this.#trip?.trailers;
    const exchange: Exchange = {
      id: this.#job.id,
      startedAt: this.#startedAt,
      request: this.#request,
      hops: [],
      ...(record ? { connection: record } : {}),
      outcome: this.#outcome(ending, success),
      timings: this.#timings(),
      ...(trailers ? { trailers } : {}),
    };
    return {
      exchange,
      certificates: this.#connection?.certificates ?? this.#attempt.certificates,
      bodies: this.#bodies,
    };
  }

  /** What a server that wants a client certificate is told apart by: whether there is one, and why it was not shown. */
  #withIdentity(ending: Ending | undefined): Ending | undefined {
    if (ending?.kind !== 'client-certificate-required' || ending.identity !== undefined) return ending;
    const { clientAuth } = (this.#connection?.recordFor(this.#job.id) ?? this.#attempt.record)?.tls ?? {};
    const address = parseAddress(this.#request.url);
    if (clientAuth === undefined || !address.ok) return ending;
    const { host, port } = address.value;
    const { authorities, signatureSchemes, certificateTypes } = clientAuth;
    const asked = certificateTypes === undefined ? {} : { certificateTypes };
    const identity = this.#engine.powers.identities?.whyNone?.({ host, port, authorities, signatureSchemes, ...asked });
    return identity === undefined ? ending : { ...ending, identity };
  }

  #outcome(ending: Ending | undefined, success: Outcome | undefined): Outcome {
    const response = this.#trip?.response;
    if (ending?.kind === 'cancelled') return { kind: 'cancelled' };
    if (ending) return { kind: 'failed', failure: ending, ...(response ? { response } : {}) };
    if (response) return { kind: 'response', response };
    return success ?? { kind: 'failed', failure: { kind: 'internal', message: 'neither response nor failure' } };
  }

  /** The phases follow each other without gaps; what none of them accounts for is `blockedMs`. */
  #timings(): Timings {
    const now = performance.now();
    const trip = this.#trip;
    const totalMs = now - this.#begunAt;
    if (!trip) return { ...this.#opening, totalMs };
    const { sentAt, answeredAt, overAt } = trip;
    const sendEnd = Math.min(sentAt ?? overAt, answeredAt ?? overAt);
    const steps = {
      ...this.#opening,
      sendMs: sendEnd - this.#tripBegunAt,
      ...(sentAt === undefined ? {} : { waitMs: (answeredAt ?? overAt) - sendEnd }),
      ...(answeredAt === undefined ? {} : { receiveMs: overAt - answeredAt }),
    };
    const { dnsMs = 0, connectMs = 0, tlsMs = 0 } = this.#opening;
    const opening = dnsMs + connectMs + tlsMs;
    return { blockedMs: Math.max(0, this.#tripBegunAt - this.#begunAt - opening), ...steps, totalMs };
  }
}
