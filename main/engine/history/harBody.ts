import type { HarBody } from '#core/export/harMessage.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { decoderLabel, isText, parseMediaType } from '#core/http/media.ts';
import { headerValue } from '#core/http/header.ts';

/** Reads a part of a kept body; nothing when it is not there. The history is one. */
export interface BodyReader {
  readBody(ref: string, start: number, end: number): Promise<Uint8Array>;
}

/** A larger body stays out of a HAR file: readers load the whole file, and JSON triples what it costs. In bytes. */
export const MAX_HAR_BODY_BYTES = 5_000_000;

/** Every body of an exchange as it can stand in JSON. One at a time is held as bytes. */
export async function harBodies(
  { exchange }: ExchangeWithCertificates,
  reader: BodyReader,
): Promise<ReadonlyMap<string, HarBody>> {
  const { request, hops, outcome } = exchange;
  const responses = [
    ...hops.map((hop) => hop.response),
    ...('response' in outcome && outcome.response ? [outcome.response] : []),
  ];
  const bodies = new Map<string, HarBody>();
  for (const { headers, body } of [request, ...hops.map((hop) => hop.request), ...responses]) {
    if (body === undefined || body.bytes === 0 || bodies.has(body.ref)) continue;
    const { mediaType = body.mediaType, charset } = parseMediaType(headerValue(headers, 'content-type'));
    bodies.set(body.ref, await harBody(reader, body, mediaType, charset));
  }
  return bodies;
}

async function harBody(
  reader: BodyReader,
  { ref, bytes }: { readonly ref: string; readonly bytes: number },
  mediaType: string | undefined,
  charset: string | undefined,
): Promise<HarBody> {
  if (bytes > MAX_HAR_BODY_BYTES) {
    return omitted(
      `The body of ${megabytes(bytes)} is not in this file: it is larger than ${megabytes(MAX_HAR_BODY_BYTES)}.`,
    );
  }
  const found = await reader.readBody(ref, 0, bytes);
  if (found.byteLength < bytes) return omitted('The body is no longer kept.');
  // What its type hides from us can still be text with secrets in it, which only text is searched for.
  const text = isMedia(mediaType) ? undefined : decodeText(found, charset);
  if (text !== undefined) return { kind: 'text', text };
  return { kind: 'base64', text: Buffer.from(found.buffer, found.byteOffset, found.byteLength).toString('base64') };
}

/** Pictures, sound, video and fonts: never text, whatever their bytes look like. SVG is text. */
function isMedia(mediaType: string | undefined): boolean {
  return mediaType !== undefined && !isText(mediaType) && /^(?:image|audio|video|font)\//.test(mediaType);
}

/** Undefined when the bytes are no text of this charset: written as text they would come back as others. */
function decodeText(bytes: Uint8Array, charset: string | undefined): string | undefined {
  try {
    const text = new TextDecoder(decoderLabel(charset), { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function omitted(why: string): HarBody {
  return { kind: 'omitted', why };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
