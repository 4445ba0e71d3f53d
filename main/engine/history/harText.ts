import { harEntries, harTlsError, type HarTlsError } from '#core/export/har.ts';
import type { Redactor } from '#core/export/redact.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { harBodies, type BodyReader } from './harBody.ts';

export interface HarInput {
  readonly exchanges: AsyncIterable<ExchangeWithCertificates> | Iterable<ExchangeWithCertificates>;
  readonly bodies: BodyReader;
  readonly redactor: Redactor;
  /** Of the app; stands in the file as its creator's. */
  readonly version: string;
}

/** The text of a HAR file, an exchange at a time: only one is held in memory, with the short list of failed handshakes. */
export async function* harText({ exchanges, bodies, redactor, version }: HarInput): AsyncGenerator<string, void> {
  const creator = JSON.stringify({ name: 'Wireglass', version });
  // `pages` may be absent, but there are readers that then fail.
  yield `{"log":{"version":"1.2","creator":${creator},"pages":[],"entries":[`;
  const tlsErrors: HarTlsError[] = [];
  const told = new Set<string>();
  let before = '\n';
  for await (const one of exchanges) {
    for (const entry of harEntries(one, await harBodies(one, bodies), redactor, told)) {
      yield before + JSON.stringify(entry);
      before = ',\n';
    }
    const tlsError = harTlsError(one.exchange);
    if (tlsError !== undefined) tlsErrors.push(tlsError);
  }
  yield `\n],"_tlsErrors":${JSON.stringify(tlsErrors)}}}\n`;
}
