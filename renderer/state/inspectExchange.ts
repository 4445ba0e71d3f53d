import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { call } from '#renderer/call.ts';
import { openInspector } from './inspect.ts';
import { notify } from './notice.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Opens what the server of an exchange showed. False when it showed nothing: there was no TLS, or the session was resumed.
 *
 * @param selected SHA-256 of the certificate to begin with; absent: the server's
 */
export function inspectExchange({ exchange, certificates }: ExchangeWithCertificates, selected?: string): boolean {
  const tls = exchange.connection?.tls;
  if (tls === undefined || tls.chain.sent.length + tls.chain.path.length === 0) return false;
  const { method, url } = exchange.request;
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const host = address?.hostname.replace(/^\[|\]$/g, '');
  openInspector({
    title: address?.host ?? url,
    origin: `from ${method} ${address?.pathname ?? ''} ${momentWords(exchange.startedAt, Date.now())}`,
    ...(host === undefined ? {} : { host }),
    certificates,
    sent: tls.chain.sent,
    path: tls.chain.path,
    verdict: tls.verdict,
    at: exchange.startedAt,
    ...(selected === undefined ? {} : { selected }),
    order: 'wire',
  });
  return true;
}

/** Opens what the server of an exchange in the history showed. */
export async function inspectEntry(id: string): Promise<void> {
  const result = await call('history.get', { id });
  if (!result.ok) notify('This exchange could not be read');
  else if (!inspectExchange(result.value)) notify('The server showed no certificate');
}

/** 'at 10:31 today', 'on 16 Dec 2026 at 10:31', in the time zone of this computer. */
export function momentWords(at: number, now: number): string {
  const date = new Date(at);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date(now).toDateString()) return `at ${clock} today`;
  return `on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })} at ${clock}`;
}
