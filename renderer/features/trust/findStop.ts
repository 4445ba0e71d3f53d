import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import type { TrustException } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import { call } from '#renderer/call.ts';

/** As many as the method gives at once. */
const PAGE = 500;
/** Pages of the history that are looked through: 20 000 exchanges since it stopped are more than anybody makes in a month. */
const PAGES = 40;
/** A request begins before it is stopped: no longer than any limit on connecting can be, ms. */
const LONGEST_MS = 3_600_000;

/**
 * The newest exchange that was stopped as the exception says, with what the server showed; undefined when it never stopped or the
 * history has it no longer. Asks nobody but the history.
 */
export async function findStop({ host, port, stopped }: TrustException): Promise<ExchangeWithCertificates | undefined> {
  if (stopped === undefined) return undefined;
  let before: string | undefined;
  for (let page = 0; page < PAGES; page++) {
    const listed = await call('history.list', { limit: PAGE, ...(before === undefined ? {} : { before }) });
    if (!listed.ok) return undefined;
    for (const { id, verdict, url } of listed.value.entries) {
      if (verdict !== 'untrusted' || !isFor(url, host, port)) continue;
      const found = await call('history.get', { id });
      if (found.ok && found.value.exchange.connection?.tls?.chain.sent[0] === stopped.leaf) return found.value;
    }
    const last = listed.value.entries.at(-1);
    if (last === undefined || last.startedAt < stopped.at - LONGEST_MS) return undefined;
    before = last.id;
  }
  return undefined;
}

function isFor(url: string, host: string, port: number): boolean {
  if (!URL.canParse(url)) return false;
  const asked = new URL(url);
  return asked.protocol === 'https:' && hostKey(asked.hostname) === host && Number(asked.port || 443) === port;
}
