import { statusName } from '#core/http/status.ts';
import type { ResponseRecord } from '#core/http/exchange.ts';

/** '200 OK': the server's own words, else the registered ones. */
export function statusText({ status, statusText: reason }: Pick<ResponseRecord, 'status' | 'statusText'>): string {
  return `${String(status)} ${reason === '' ? statusName(status) : reason}`.trimEnd();
}
