import { MAX_PEM_CHARS, type InputOf } from '#core/contract.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { jksFormat } from '#core/certificate/container/jks.ts';
import { shapeOf } from '#core/certificate/container/shape.ts';
import { openContainer } from '#core/certificate/container.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { fromBase64, parsePem, pemBlocks, type PemBlock } from '#core/certificate/pem.ts';
import { whatIsIt } from '#core/certificate/sniff.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { containerPowers } from '#main/engine/certificate/containerPowers.ts';
import { fingerprintOf } from './authority.ts';
import { readSmallFile } from './readSmallFile.ts';
import { turns } from '#main/engine/turns.ts';

/** Largest input read as certificates, in bytes; the same as the contract's limit for text. */
export const MAX_IMPORT_BYTES = MAX_PEM_CHARS;

/** Longest armoured block taken for one certificate, in characters. The largest post-quantum signatures are ~70 kB in base64. */
const MAX_BLOCK_CHARS = 1_000_000;

export interface FoundCertificate {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
}

/**
 * The certificates in a text, in bytes or in a file, each once and in their order; at least one. One that is broken spoils the
 * whole: for a terminal, where nobody is shown what would be left out. Never rejects.
 */
export async function readSource(
  source: InputOf<'certificate.open'>['source'],
): Promise<Result<readonly FoundCertificate[], TrustFailure>> {
  switch (source.kind) {
    case 'text':
      return source.text.length > MAX_IMPORT_BYTES ? tooLarge(source.text.length) : decodeAll(inText(source.text));
    case 'bytes':
      return source.bytes.length > MAX_IMPORT_BYTES
        ? tooLarge(source.bytes.length)
        : decodeAll(await inFile(source.bytes));
    case 'path': {
      const read = await readSmallFile(source.path, MAX_IMPORT_BYTES);
      return read.ok ? decodeAll(await inFile(read.value)) : read;
    }
  }
}

/** PKCS#7 bundles, and key stores as far as they open without a password; the rest is PEM or DER. */
async function inFile(bytes: Uint8Array): Promise<Material> {
  const isContainer = shapeOf(bytes) !== undefined || jksFormat(bytes) !== undefined;
  const opened = isContainer ? await openContainer(bytes, { powers: containerPowers }) : undefined;
  if (opened?.ok !== true) return inBytes(bytes);
  return { pieces: opened.value.certificates.map(({ der }) => der), bytes: () => bytes };
}

/** The certificate in a PEM text that is to hold exactly one. @param index its place among what was given, for the failure */
export function readOneCertificate(pem: string, index: number): Result<FoundCertificate, TrustFailure> {
  const material = inText(pem);
  const read = material.pieces.map((piece) => decodePiece(piece, index));
  const bad = read.find((one) => !one.ok);
  if (bad?.ok === false) return bad;
  const found = read.flatMap((one) => (one.ok && one.value !== undefined ? [one.value] : []));
  const [first, ...more] = found;
  if (first === undefined) return notACertificate(material.bytes());
  if (more.length > 0) return malformed(`${found.length} certificates stand where one is expected.`, index);
  return ok(first);
}

/** What may be certificates, not yet decoded; and the whole as bytes, to say what it is when none is. */
interface Material {
  readonly pieces: readonly (Uint8Array | PemBlock)[];
  readonly bytes: () => Uint8Array;
}

function inBytes(bytes: Uint8Array): Material {
  // 0x30 SEQUENCE is how DER begins (X.690 §8.9.1), and '0' as a letter, which begins no PEM file.
  const pieces = bytes[0] === 0x30 ? [bytes] : pemBlocks(textOf(bytes));
  return { pieces, bytes: () => bytes };
}

function inText(text: string): Material {
  const blocks = pemBlocks(text);
  const bare = blocks.length === 0 ? fromBareBase64(text) : undefined;
  return { pieces: bare === undefined ? blocks : [bare], bytes: () => new TextEncoder().encode(text) };
}

/** The armour is often lost when a certificate is copied out of XML or JSON: the base64 alone is taken, if it is one. */
function fromBareBase64(text: string): Uint8Array | undefined {
  if (text.length > MAX_BLOCK_CHARS || !/^\s*MI/.test(text)) return undefined;
  const der = fromBase64(text);
  return der !== undefined && decodeCertificate(der).ok ? der : undefined;
}

/** PowerShell's `>` writes UTF-16 with a byte order mark. All else that can be PEM is ASCII. */
function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

async function decodeAll({ pieces, bytes }: Material): Promise<Result<readonly FoundCertificate[], TrustFailure>> {
  const merged = new Map<string, FoundCertificate>();
  let index = 0;
  const pause = turns();
  for (const piece of pieces) {
    const decoded = decodePiece(piece, index);
    if (!decoded.ok) return decoded;
    if (decoded.value !== undefined) {
      index++;
      if (!merged.has(decoded.value.sha256)) merged.set(decoded.value.sha256, decoded.value);
    }
    await pause();
  }
  return merged.size > 0 ? ok([...merged.values()]) : notACertificate(bytes());
}

/** Undefined for an armoured block that says it is something else: keys and requests often stand beside certificates. */
function decodePiece(piece: Uint8Array | PemBlock, index: number): Result<FoundCertificate | undefined, TrustFailure> {
  if (piece instanceof Uint8Array) return decodeDer(piece, index);
  const { label, line, body } = piece;
  if (body !== undefined && body.length > MAX_BLOCK_CHARS) {
    return malformed(`The block that begins on line ${line} is too long for a certificate.`, index);
  }
  const armour = `-----BEGIN ${label}-----${body ?? ''}${body === undefined ? '' : `-----END ${label}-----`}`;
  const der = parsePem(armour);
  if (der.ok) return der.value[0] === undefined ? ok(undefined) : decodeDer(der.value[0], index);
  if (der.error.kind === 'no-certificate') return ok(undefined);
  const reason =
    der.error.kind === 'unfinished'
      ? `The certificate that begins on line ${line} has no END line.`
      : `Line ${line + der.error.line - 1} is not base64.`;
  return malformed(reason, index);
}

function decodeDer(der: Uint8Array, index: number): Result<FoundCertificate, TrustFailure> {
  const decoded = decodeCertificate(der);
  if (decoded.ok) return ok({ sha256: fingerprintOf(der), der, certificate: decoded.value });
  const what = whatIsIt(der);
  return what === 'a damaged certificate' ? malformed(decoded.error.reason, index) : notACertificate(der);
}

function malformed(reason: string, index: number): Result<never, TrustFailure> {
  return fail({ kind: 'malformed-certificate', reason, index, message: reason });
}

function notACertificate(bytes: Uint8Array): Result<never, TrustFailure> {
  const what = whatIsIt(bytes);
  return fail({ kind: 'not-a-certificate', what, message: `Not a certificate but ${what}.` });
}

function tooLarge(bytes: number): Result<never, TrustFailure> {
  return fail({ kind: 'too-large', bytes, limitBytes: MAX_IMPORT_BYTES, message: `${bytes} bytes.` });
}
