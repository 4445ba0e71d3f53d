import { hash } from 'node:crypto';
import { toPem } from '#core/certificate/pem.ts';
import { entryOf } from '#core/history/entry.ts';
import type { Connection, Exchange, ExchangeWithCertificates, Hop } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import type { AddBatch, EntryRow, StoredRecord } from './operations.ts';

/** Longest JSON of one exchange, in characters. Headers and addresses are bounded by the client far below this. */
export const MAX_ENTRY_CHARS = 32_000_000;

/** Thrown for an exchange that would make the history unusable. */
export class EntryTooLarge extends Error {
  override readonly name = 'EntryTooLarge';
}

interface KnownBag {
  readonly id: string;
  /** A connection's certificates may become more, for instance by the one we offer. */
  readonly size: number;
}

/**
 * Turns exchanges into rows, and remembers which TLS reports and certificates the file has already: all exchanges of a
 * connection carry the same objects, which are much larger than the rest of the exchange.
 */
export class Encoder {
  readonly #reportIds = new WeakMap<TlsReport, string>();
  readonly #bags = new WeakMap<SentExchange['certificates'], KnownBag>();
  #sentReports = new WeakSet<TlsReport>();
  #sentBags = new WeakSet<SentExchange['certificates']>();

  /** @throws EntryTooLarge */
  encode(
    sent: SentExchange,
    batch: { readonly tls: AddBatch['tls'][number][]; readonly bags: AddBatch['bags'][number][] },
  ): EntryRow {
    const tls: string[] = [];
    const stripped = mapReports(sent.exchange, (report) => {
      const id = this.#reportId(report, batch.tls);
      tls.push(id);
      return id;
    });
    const json = JSON.stringify(stripped);
    if (json.length > MAX_ENTRY_CHARS) throw new EntryTooLarge(`${json.length} characters.`);
    return {
      entry: entryOf(sent.exchange),
      json,
      tls,
      bag: this.#bagId(sent.certificates, batch.bags),
      bodies: sent.bodies,
    };
  }

  /** The file has less than we thought (it was put aside, or cleaned by another process): everything is sent again. */
  forget(): void {
    this.#sentReports = new WeakSet();
    this.#sentBags = new WeakSet();
  }

  #reportId(report: TlsReport, out: AddBatch['tls'][number][]): string {
    const known = this.#reportIds.get(report);
    if (known !== undefined && this.#sentReports.has(report)) return known;
    const json = JSON.stringify(report);
    if (json.length > MAX_ENTRY_CHARS) throw new EntryTooLarge(`${json.length} characters.`);
    const id = shortHash(json);
    this.#reportIds.set(report, id);
    this.#sentReports.add(report);
    out.push([id, json]);
    return id;
  }

  #bagId(certificates: SentExchange['certificates'], out: AddBatch['bags'][number][]): string {
    const known = this.#bags.get(certificates);
    const changed = known?.size !== certificates.size;
    if (known !== undefined && !changed && this.#sentBags.has(certificates)) return known.id;
    const id = shortHash([...certificates.keys()].sort().join());
    this.#bags.set(certificates, { id, size: certificates.size });
    this.#sentBags.add(certificates);
    out.push([id, [...certificates]]);
    return id;
  }
}

/** The exchange as it was, with its certificates as PEM. */
export function decodeRecord(record: StoredRecord): ExchangeWithCertificates {
  const reports = new Map(record.tls.map(([id, json]) => [id, JSON.parse(json) as TlsReport]));
  const exchange: Exchange = mapReports(JSON.parse(record.json) as ExchangeWith<string>, (id) => {
    const report = reports.get(id);
    if (report === undefined) throw new Error(`The TLS report ${id} is gone.`);
    return report;
  });
  return {
    exchange,
    certificates: Object.fromEntries(record.certificates.map(([sha256, der]) => [sha256, toPem(der)])),
  };
}

type ConnectionWith<T> = Omit<Connection, 'tls'> & { readonly tls?: T };
type HopWith<T> = Omit<Hop, 'connection'> & { readonly connection?: ConnectionWith<T> };
/** An exchange with something else in the place of its TLS reports. */
type ExchangeWith<T> = Omit<Exchange, 'connection' | 'hops'> & {
  readonly connection?: ConnectionWith<T>;
  readonly hops: readonly HopWith<T>[];
};

/** The exchange with every TLS report replaced; all else, and the order of the fields, as it was. */
function mapReports<A, B>(exchange: ExchangeWith<A>, replace: (report: A) => B): ExchangeWith<B> {
  const inConnection = <T extends { readonly connection?: ConnectionWith<A> }>({ connection }: T) => {
    if (connection === undefined) return {};
    const { tls, ...rest } = connection;
    return { connection: tls === undefined ? rest : { ...rest, tls: replace(tls) } };
  };
  return {
    ...exchange,
    hops: exchange.hops.map((hop) => ({ ...hop, ...inConnection(hop) })),
    ...inConnection(exchange),
  } as ExchangeWith<B>;
}

function shortHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
