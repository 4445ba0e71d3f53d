import type { DatabaseSync } from 'node:sqlite';
import { decodeCertificate } from '#core/certificate/decode.ts';
import type { HostEntry, HostPage } from '#core/history/host.ts';
import { parseAddress } from '#core/http/address.ts';

/** Hosts listed. A person scrolls through so many at most; each costs one certificate to decode (0.3 ms). */
const MAX_HOSTS = 500;

/** The part of an exchange's address before the path. */
export const originSql = `lower(substr(url, 1, instr(substr(url || '/', instr(url, '://') + 3), '/') + instr(url, '://') + 1))`;

/** The part before the path, how often it was asked, and the newest exchange that ended in a verdict. */
const hostsSql = `
  SELECT origin, count(*) AS exchanges, max(started_at) AS last_seen, max(judged) AS judged FROM (
    SELECT ${originSql} AS origin,
      started_at, CASE WHEN verdict <> 'unchecked' OR (verdict IS NOT NULL AND outcome = 'response') THEN seq END AS judged
    FROM exchange WHERE removed_at IS NULL AND failure IS NOT 'invalid-url')
  GROUP BY origin ORDER BY last_seen DESC LIMIT ?`;

/** The verdict of an exchange, and the first certificate that its own connection showed. */
const judgedSql = `
  SELECT verdict, der FROM exchange JOIN record USING (seq)
    LEFT JOIN tls ON tls.id = json_extract(record.json, '$.connection.tls')
    LEFT JOIN certificate ON sha256 = json_extract(tls.json, '$.chain.sent[0]')
  WHERE seq = ?`;

/** Every host of the history, the one asked last first. Throws what SQLite says. */
export function listHosts(database: DatabaseSync): HostPage {
  const rows = database.prepare(hostsSql).all(MAX_HOSTS + 1);
  const judged = database.prepare(judgedSql);
  const hosts = rows.slice(0, MAX_HOSTS).flatMap((row): readonly HostEntry[] => {
    const address = parseAddress(String(row['origin']));
    if (!address.ok) return [];
    const { authority, scheme } = address.value;
    const found = row['judged'] === null ? undefined : judged.get(Number(row['judged']));
    const notAfter = endOf(found?.['der']);
    return [
      {
        authority,
        scheme,
        lastSeenAt: Number(row['last_seen']),
        exchanges: Number(row['exchanges']),
        ...(found === undefined ? {} : { verdict: String(found['verdict']) as NonNullable<HostEntry['verdict']> }),
        ...(notAfter === undefined ? {} : { notAfter }),
      },
    ];
  });
  return { hosts: merged(hosts), more: rows.length > MAX_HOSTS };
}

/** Of every host the newest exchange that ended in a verdict, the host asked last first. Throws what SQLite says. */
export function newestOfHosts(
  database: DatabaseSync,
): readonly { readonly origin: string; readonly judged: number | undefined }[] {
  return database
    .prepare(hostsSql)
    .all(MAX_HOSTS)
    .map((row) => ({
      origin: String(row['origin']),
      judged: row['judged'] === null ? undefined : Number(row['judged']),
    }));
}

/** An address with and without the scheme's own port is one host. */
function merged(hosts: readonly HostEntry[]): readonly HostEntry[] {
  const byAddress = new Map<string, HostEntry>();
  for (const host of hosts) {
    const key = `${host.scheme}://${host.authority}`;
    const newer = byAddress.get(key);
    byAddress.set(key, newer ? { ...host, ...newer, exchanges: host.exchanges + newer.exchanges } : host);
  }
  return [...byAddress.values()];
}

function endOf(der: unknown): number | undefined {
  const certificate = der instanceof Uint8Array ? decodeCertificate(der) : undefined;
  return certificate?.ok === true ? certificate.value.notAfter : undefined;
}
