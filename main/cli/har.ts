import { writeFile } from 'node:fs/promises';
import { createRedactor } from '#core/export/redact.ts';
import { harEntries, harTlsError, type HarBodies } from '#core/export/har.ts';
import type { HarBody } from '#core/export/harMessage.ts';
import { formatBytes } from '#core/report/measure.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { bagOf } from './bag.ts';
import { bodyText, readWhole, type KeptAs, type NamedBody } from './body.ts';
import type { CliPowers } from './powers.ts';

/** Largest body that a HAR file carries, in bytes; as JSON and base64 it is half as large again, and readers load files whole. */
const MAX_HAR_BODY_BYTES = 32 * 1024 ** 2;

/**
 * Writes one exchange as HAR 1.2 with its TLS and certificates, secrets left out; `-` is standard output.
 *
 * @throws the system's error when the file cannot be written
 */
export async function writeHar(kept: KeptAs, path: string, { stdout, version }: CliPowers): Promise<void> {
  const { sent } = kept;
  const { exchange } = sent;
  const bodies = await harBodies(kept);
  const tlsError = harTlsError(exchange);
  const log = {
    version: '1.2',
    creator: { name: 'Wireglass', version },
    entries: harEntries({ exchange, certificates: bagOf(sent) }, bodies, createRedactor('redact')),
    ...(tlsError === undefined ? {} : { _tlsErrors: [tlsError] }),
  };
  const text = `${JSON.stringify({ log }, null, 2)}\n`;
  if (path === '-') await stdout.write(text);
  else await writeFile(path, text);
}

async function harBodies(kept: KeptAs): Promise<HarBodies> {
  const bodies = new Map<string, HarBody>();
  for (const body of bodiesOf(kept.sent)) {
    if (body.bytes > 0) bodies.set(body.ref, await harBody({ ...kept, body }));
  }
  return bodies;
}

function bodiesOf({ exchange }: SentExchange): readonly NamedBody[] {
  const { request, outcome } = exchange;
  const response = 'response' in outcome ? outcome.response : undefined;
  return [request.body, response?.body].filter((body) => body !== undefined);
}

async function harBody(source: KeptAs & { readonly body: NamedBody }): Promise<HarBody> {
  const { bytes: size } = source.body;
  if (size > MAX_HAR_BODY_BYTES) return { kind: 'omitted', why: `${formatBytes(size)} are too large for a HAR file.` };
  const bytes = await readWhole(source);
  const text = bodyText(bytes, source.body);
  return text === undefined ? { kind: 'base64', text: Buffer.from(bytes).toString('base64') } : { kind: 'text', text };
}
