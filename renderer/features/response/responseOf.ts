import type { Exchange, ResponseRecord } from '#core/http/exchange.ts';

/** What came back, also of an exchange that failed half way. */
export function responseOf({ outcome }: Exchange): ResponseRecord | undefined {
  return outcome.kind === 'response' || outcome.kind === 'failed' ? outcome.response : undefined;
}
