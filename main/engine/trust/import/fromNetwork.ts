import { explainFetchFailure, type FetchFailure } from '#core/diagnose/fetch.ts';
import { bracketed, parseAddress } from '#core/http/address.ts';
import { explainFailure } from '#core/http/explain.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { Fetched, FetchRequest } from '#main/engine/fetch/fetchBounded.ts';
import type { InspectJob, SentExchange } from '#main/engine/http/client.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { spareOf, type AnyReadFailure, type Item, type Loaded, type ReadSource } from './source.ts';

/** How others are asked for certificates: by the gate, as for every request. */
export interface Network {
  /** ms UTC. */
  readonly now: () => number;
  readonly inspect: (job: InspectJob) => Promise<SentExchange>;
  readonly fetch: (request: FetchRequest) => Promise<Fetched>;
}

/** The whole fetch with its redirects, ms: 16 MB over a slow line. */
const FETCH_MS = 60_000;

/**
 * The certificates that a server shows in its handshake, as it sends them. No byte of HTTP is written, and that it is not trusted is
 * the usual case: nothing becomes trusted by looking (docs/adr/0018).
 */
export function fromServer({ host, port }: Extract<ReadSource, { kind: 'server' }>, network: Network): Item {
  const name = `${bracketed(host)}:${port}`;
  const load = async (signal: AbortSignal): Promise<Result<Loaded, AnyReadFailure>> => {
    const id = newExchangeId(network.now());
    const { exchange, certificates } = await network.inspect({ id, host, port, signal });
    const tls = exchange.connection?.tls;
    const ders = (tls?.chain.sent ?? []).flatMap((sha256) => certificates.get(sha256) ?? []);
    if (ders.length > 0)
      return ok({ kind: 'certificates', ders, reached: { host, port, trusted: tls?.verdict.kind === 'trusted' } });
    const { outcome } = exchange;
    if (outcome.kind === 'cancelled') return cancelled();
    const words = outcome.kind === 'failed' ? explainFailure(outcome.failure) : undefined;
    return notFetched(name, words === undefined ? 'It sent no certificate' : `${words.title}. ${words.cause}`);
  };
  return { name, origin: { kind: 'server', name }, phase: 'network', load };
}

/** The file at an address. http is let through: what counts is the fingerprint that the person compares. */
export function fromUrl({ url }: Extract<ReadSource, { kind: 'url' }>, network: Network): Item {
  const address = parseAddress(url);
  // Without a scheme https is meant, as in the address bar.
  const asked = address.ok ? address.value.url : url;
  const load = async (signal: AbortSignal): Promise<Result<Loaded, AnyReadFailure>> => {
    if (!address.ok) return notFetched(url, explainFailure(address.error).title);
    const { record, body, trusted } = await network.fetch({
      purpose: 'certificates',
      url: asked,
      signal,
      timeoutMs: FETCH_MS,
    });
    const { host, port } = address.value;
    if (body !== undefined)
      return ok({ kind: 'input', input: body, ...spareOf(body), reached: { host, port, trusted } });
    const failure = record.failure ?? { kind: 'broken-off', message: '' };
    return failure.kind === 'cancelled' ? cancelled() : notFetched(asked, reasonOf(failure));
  };
  return { name: asked, origin: { kind: 'url', name: asked.slice(0, 1000) }, phase: 'network', load };
}

/** A server that is not trusted gives no files. What it shows in its handshake can be looked at. */
function reasonOf(failure: FetchFailure): string {
  const words = explainFetchFailure(failure);
  if (failure.kind !== 'no-connection' || failure.reason.kind !== 'untrusted') return words;
  return `${words} Nothing was asked of it. Read its certificates “from this server” instead, or take the file from an address that is trusted.`;
}

function notFetched(from: string, reason: string): Result<never, AnyReadFailure> {
  return fail({ kind: 'not-fetched', from, reason, message: reason });
}

function cancelled(): Result<never, AnyReadFailure> {
  return fail({ kind: 'cancelled', message: 'cancelled' });
}
