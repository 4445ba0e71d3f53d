import { createReadStream } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decoderLabel, isText } from '#core/http/media.ts';
import { toned, type Line } from '#core/report/line.ts';
import { formatBytes } from '#core/format.ts';
import { bodyFile } from '#main/engine/history/body.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import type { Output } from './powers.ts';

/** Longest text shown after a report, in bytes: some screenfuls. Longer ones are for -o. */
const SHOWN_BODY_BYTES = 65_536;

/** An exchange that is over, and the folder of those of its bodies that are not inline. */
export interface KeptAs {
  readonly sent: SentExchange;
  readonly bodyFolder: string;
}

/** What is known of a body of either side. */
export interface NamedBody {
  readonly ref: string;
  readonly bytes: number;
  readonly mediaType?: string;
  readonly charset?: string;
}

/** One of the bodies of an exchange. */
export interface BodySource extends KeptAs {
  readonly body: NamedBody;
}

/** The body for a person: its text when it is text and short, else what it is and how to save it. */
export async function bodyLines(source: BodySource): Promise<readonly Line[]> {
  const { body } = source;
  if (body.bytes === 0) return [];
  const what = `${formatBytes(body.bytes)} of ${body.mediaType ?? 'unknown type'}`;
  if (body.bytes > SHOWN_BODY_BYTES) return [[], [toned('dim', `  ${what}; -o FILE saves it.`)]];
  const text = bodyText(await readWhole(source), body);
  if (text === undefined) return [[], [toned('dim', `  ${what}, not text; -o FILE saves it.`)]];
  // A tab would be escaped like the other control characters.
  const lines = text
    .replaceAll('\t', '    ')
    .replace(/\r?\n$/, '')
    .split(/\r?\n/);
  return [[], ...lines.map((line) => [line])];
}

/** The exact bytes, to a file. @throws the system's error */
export async function saveBody(source: BodySource, path: string): Promise<void> {
  const inline = inlineOf(source);
  if (inline) await writeFile(path, inline);
  else await copyFile(fileOf(source), path);
}

/** The exact bytes, to a stream. */
export async function writeBody(source: BodySource, output: Output): Promise<void> {
  const inline = inlineOf(source);
  if (inline) await output.write(inline);
  else for await (const piece of createReadStream(fileOf(source))) await output.write(piece as Buffer);
}

async function readWhole(source: BodySource): Promise<Uint8Array> {
  return inlineOf(source) ?? (await buffer(createReadStream(fileOf(source))));
}

/** Undefined when it is no text. A body that nobody named is text when it reads as UTF-8. */
function bodyText(bytes: Uint8Array, { mediaType, charset }: NamedBody): string | undefined {
  if (isText(mediaType)) return new TextDecoder(decoderLabel(charset)).decode(bytes);
  if (mediaType !== undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined; // The decoder throws for what is not UTF-8.
  }
}

function inlineOf({ sent, body }: BodySource): Uint8Array | undefined {
  if (body.bytes === 0) return new Uint8Array();
  return sent.bodies.find(({ ref }) => ref === body.ref)?.inline;
}

function fileOf({ bodyFolder, body }: BodySource): string {
  return bodyFile(bodyFolder, body.ref);
}
