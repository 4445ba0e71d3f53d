import { decodeCertificate } from '#core/certificate/decode.ts';
import { explainOpenFailure } from '#core/certificate/explainOpenFailure.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import type { OpenedCertificates } from '#core/certificate/opened.ts';
import { toPem } from '#core/certificate/pem.ts';
import type { InputOf } from '#core/contract.ts';
import { formatBytes, formatPlural } from '#core/format.ts';
import { call, pathOf } from '#renderer/call.ts';
import type { InspectSubject } from '#renderer/state/inspect.ts';
import { inSlices } from './inSlices.ts';
import { rememberLabel } from './labels.ts';
import { leafOf, outlineOf, type Outline } from './leafOf.ts';
import { openPem } from './lazyBag.ts';
import { readPemText } from './readPemText.ts';

type Source = InputOf<'certificate.open'>['source'];

/** What came of something that was dropped, pasted or chosen. */
export type Reading =
  | { readonly kind: 'subject'; readonly subject: InspectSubject }
  /** It is locked: ask, and read the same again with the answer. */
  | { readonly kind: 'locked'; readonly name: string; readonly source: Source; readonly attempt: 'first' | 'wrong' }
  | { readonly kind: 'refused'; readonly name: string; readonly words: string };

/** Largest dropped file that is read, bytes; the same limit as the method's (MAX_PEM_CHARS in core/contract/input.ts). */
const MAX_BYTES = 16_000_000;

export async function readText(text: string): Promise<Reading> {
  const name = 'what you pasted';
  if (text.length > MAX_BYTES) return tooMuch(name, text.length);
  return /-----BEGIN (?:X\.?509 )?CERTIFICATE-----/.test(text)
    ? readPem(name, text)
    : readSource({ kind: 'text', text }, name);
}

export async function readFile(file: File): Promise<Reading> {
  if (file.size > MAX_BYTES) return tooMuch(file.name, file.size);
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = bytes[0] === 0x30 ? undefined : latin1Text(bytes);
    if (text?.includes('-----BEGIN CERTIFICATE-----') === true) return await readPem(file.name, text);
    return await readSource({ kind: 'bytes', name: file.name, bytes }, file.name);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const path = pathOf(file);
    if (path !== undefined) return readPath(path);
    return { kind: 'refused', name: file.name, words: 'It could not be read. Folders cannot be opened.' };
  }
}

export async function readPath(path: string): Promise<Reading> {
  return readSource({ kind: 'path', path }, path.split(/[\\/]/).at(-1) ?? path);
}

/** Reads what only the main process can: files by their path, and formats that need its powers. */
export async function readSource(source: Source, name: string, password?: string): Promise<Reading> {
  const result = await call('certificate.open', { source, ...(password === undefined ? {} : { password }) });
  if (result.ok) return { kind: 'subject', subject: await subjectOf(name, result.value) };
  const { error } = result;
  if (error.kind === 'password-needed') return { kind: 'locked', name, source, attempt: 'first' };
  if (error.kind === 'wrong-password') return { kind: 'locked', name, source, attempt: 'wrong' };
  return { kind: 'refused', name, words: explainOpenFailure(error) };
}

/** So many answers of the hash come back in one piece of work. */
const HASHED_AT_ONCE = 200;

/** A text of certificates needs nobody else: the window decodes it. */
async function readPem(name: string, text: string): Promise<Reading> {
  const ders = await readPemText(text);
  if (!ders.ok) return { kind: 'refused', name, words: ders.error.message };
  const certificates: Record<string, string> = {};
  const outlines: Outline[] = [];
  const add = (sha256: string, der: Uint8Array): void => {
    if (certificates[sha256] !== undefined) return;
    certificates[sha256] = toPem(der);
    const certificate = decodeCertificate(der);
    rememberLabel(sha256, certificate);
    if (certificate.ok) outlines.push(outlineOf(sha256, certificate.value));
  };
  for (let from = 0; from < ders.value.length; from += HASHED_AT_ONCE) {
    const part = ders.value.slice(from, from + HASHED_AT_ONCE);
    const digests = await Promise.all(part.map((der) => crypto.subtle.digest('SHA-256', new Uint8Array(der))));
    await inSlices(part.entries(), ([index, der]) => {
      add(toHex(new Uint8Array(digests[index] ?? new ArrayBuffer(0))), der);
    });
  }
  return { kind: 'subject', subject: fileSubject(name, certificates, outlines) };
}

async function subjectOf(name: string, { certificates }: OpenedCertificates): Promise<InspectSubject> {
  const bag: Record<string, string> = {};
  const outlines: Outline[] = [];
  let keyed: string | undefined;
  await inSlices(certificates, ({ sha256, pem, hasKey }) => {
    bag[sha256] = pem;
    if (hasKey) keyed ??= sha256;
    const read = openPem(pem)?.read;
    if (read !== undefined) rememberLabel(sha256, read);
    if (read?.ok === true) outlines.push(outlineOf(sha256, read.value));
  });
  return fileSubject(name, bag, outlines, keyed);
}

/** @param keyed the certificate whose private key lies in the same file: what the file is for */
function fileSubject(
  name: string,
  certificates: Readonly<Record<string, string>>,
  outlines: readonly Outline[],
  keyed?: string,
): InspectSubject {
  const sent = Object.keys(certificates);
  const count = formatPlural(sent.length, 'certificate');
  return {
    title: name,
    origin: `from ${name}, ${count}`,
    certificates,
    sent,
    path: [],
    start: keyed ?? leafOf(outlines) ?? sent[0],
    order: 'file',
  };
}

function latin1Text(bytes: Uint8Array): string {
  // The armour is ASCII; whatever else stands in the file only has to be stepped over.
  return new TextDecoder('latin1').decode(bytes);
}

function tooMuch(name: string, size: number): Reading {
  return {
    kind: 'refused',
    name,
    words: `${formatBytes(size)} is too much; up to ${formatBytes(MAX_BYTES)} are read.`,
  };
}
