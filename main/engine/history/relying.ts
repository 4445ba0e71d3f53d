import type { DatabaseSync } from 'node:sqlite';
import { parseAddress } from '#core/http/address.ts';
import type { Reliance } from '#core/trust/effectivePreview.ts';
import { newestOfHosts, originSql } from './hosts.ts';

/** Hosts named of those that relied on one authority: more than a person reads; the count of exchanges is of all. */
const MAX_HOSTS = 500;
/** Certificates handed out of one chain. What a server sends beyond that belongs to no path. */
const MAX_CHAIN = 20;

/** The chain a host showed in its newest exchange that had one. */
export interface ShownChain {
  /** As an address has it: IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** DER in the order they were sent. */
  readonly sent: readonly Uint8Array[];
}

/** With one max() the other columns are those of its row: `id` is of the last exchange (sqlite.org/lang_select.html#bareagg). */
const relyingSql = `
  SELECT ${originSql} AS origin, count(*) AS exchanges, max(started_at) AS last_at, exchange.id AS last_id
  FROM tls JOIN reference ON reference.kind = 'tls' AND reference.key = tls.id JOIN exchange USING (seq)
  WHERE tls.anchor = ? AND removed_at IS NULL GROUP BY origin ORDER BY last_at DESC`;

/** Hosts whose connections were approved because of this anchor. Throws what SQLite says. */
export function listRelying(database: DatabaseSync, sha256: string): Reliance {
  const rows = database.prepare(relyingSql).all(sha256);
  const hosts = rows.slice(0, MAX_HOSTS).flatMap((row): readonly Reliance['hosts'][number][] => {
    const address = parseAddress(String(row['origin']));
    if (!address.ok) return [];
    const { host, port } = address.value;
    const exchanges = Number(row['exchanges']);
    return [{ host, port, exchanges, lastAt: Number(row['last_at']), lastExchange: String(row['last_id']) }];
  });
  return { hosts, exchanges: rows.reduce((sum, row) => sum + Number(row['exchanges']), 0) };
}

const sentSql = `
  SELECT der FROM record JOIN tls ON tls.id = json_extract(record.json, '$.connection.tls'),
    json_each(tls.json, '$.chain.sent') AS sent JOIN certificate ON sha256 = sent.value
  WHERE seq = ? ORDER BY sent.key LIMIT ${MAX_CHAIN}`;

/** What every host of the history showed last, the host asked last first. Throws what SQLite says. */
export function listShown(database: DatabaseSync): readonly ShownChain[] {
  const sent = database.prepare(sentSql);
  return newestOfHosts(database).flatMap(({ origin, judged }): readonly ShownChain[] => {
    const address = parseAddress(origin);
    if (!address.ok || address.value.scheme !== 'https' || judged === undefined) return [];
    const ders = sent.all(judged).flatMap(({ der }) => (der instanceof Uint8Array ? [der] : []));
    const { host, port } = address.value;
    return ders.length === 0 ? [] : [{ host, port, sent: ders }];
  });
}
