import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { authoritiesOf, type Vouched } from '#core/trust/vouched.ts';

/** Handshakes looked at, the newest ones. Usually 20 kB each; with 120 kB, the most they keep, it takes 0.7 ms each (2026-11-25). */
const MAX_REPORTS = 200;
/** Certificates read of each. What a server sends beyond that belongs to no chain. */
const MAX_CERTIFICATES = 10;

/** One line for each host, anchor and chain; a host is named where it was asked for by name, which addresses never are. */
const reportsSql = `
  SELECT host, anchor, source, sent, beside FROM (
    SELECT max(at) AS newest, host, anchor, source, sent, max(beside) AS beside FROM (
      SELECT rowid AS at, json_extract(json, '$.sni.sent') AS host, json_array_length(json, '$.scts') AS beside,
        CASE json_extract(json, '$.verdict.kind') WHEN 'trusted' THEN json_extract(json, '$.verdict.anchor.sha256') END AS anchor,
        json_extract(json, '$.verdict.anchor.source') AS source, json_extract(json, '$.chain.sent') AS sent
      FROM (SELECT rowid, json FROM tls ORDER BY rowid DESC LIMIT ?))
    WHERE host IS NOT NULL GROUP BY host, anchor, source, sent)
  ORDER BY newest`;

/** Who vouched for which host in the newest handshakes, oldest first. Throws what SQLite says. */
export function listVouched(database: DatabaseSync): readonly Vouched[] {
  const certificate = database.prepare('SELECT der FROM certificate WHERE sha256 = ?');
  const read = (sha256: string) => {
    const der = certificate.get(sha256)?.['der'];
    const decoded = der instanceof Uint8Array ? decodeCertificate(der) : undefined;
    return decoded?.ok === true ? [decoded.value] : [];
  };
  return database
    .prepare(reportsSql)
    .all(MAX_REPORTS)
    .map(({ host, anchor, source, sent, beside }) => ({
      host: String(host),
      ...(anchor !== null && { anchor: String(anchor) }),
      authorities:
        source === 'bundled' || Number(beside) > 0
          ? []
          : authoritiesOf(textsIn(sent).slice(0, MAX_CERTIFICATES).flatMap(read)),
    }));
}

function textsIn(json: SQLOutputValue | undefined): readonly string[] {
  const value: unknown = typeof json === 'string' ? JSON.parse(json) : undefined;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
