import { formatNames, type Container, type ContainerResult } from './container/contained.ts';
import { fileText, fromHex } from './container/fileText.ts';
import { readPemText } from './container/pemText.ts';
import { jksFormat, readJks } from './container/jks.ts';
import { readPkcs12 } from './container/pkcs12.ts';
import { readPkcs7 } from './container/pkcs7.ts';
import type { ContainerPowers } from './container/powers.ts';
import type { FoundKey } from './container/privateKey.ts';
import { readPrivateKey } from './container/privateKey.ts';
import { shapeOf } from './container/shape.ts';
import { readTlsMessage } from './container/tlsMessage.ts';
import { decodeCertificate } from './decode.ts';
import { toHex } from './fingerprint.ts';
import { fromBase64 } from './pem.ts';
import { whatIsIt } from './sniff.ts';
import { fail, ok } from '#core/result.ts';

export interface OpenOptions {
  /** '' is a password too: some tools make files with it. */
  readonly password?: string;
  readonly powers: ContainerPowers;
}

/**
 * The certificates of a file or of pasted text, in whichever format: PEM with anything around it, DER, PKCS#7, PKCS#12, Java
 * key stores, a TLS Certificate message, or one of them as bare base64 or hex. At least one certificate. Never throws.
 *
 * The certificates are not decoded here: a viewer wants to see the malformed ones too.
 */
export async function openContainer(input: Uint8Array | string, options: OpenOptions): Promise<ContainerResult> {
  const opened = typeof input === 'string' ? await openText(input, options) : await openBytes(input, options);
  if (!opened.ok) return opened;
  return opened.value.certificates.length > 0 ? opened : noCertificates(opened.value);
}

function noCertificates({ format, keys }: Container): ContainerResult {
  if (keys.length > 0) return fail({ kind: 'only-keys', format, keys, message: `${keys.length} keys only.` });
  return fail({ kind: 'not-a-certificate', what: `an empty ${formatNames[format]} file`, message: 'It is empty.' });
}

async function openBytes(bytes: Uint8Array, options: OpenOptions): Promise<ContainerResult> {
  const binary = await openBinary(bytes, options);
  if (binary !== undefined) return binary;
  return openText(fileText(bytes), options, bytes);
}

/** Undefined when the bytes are in no binary format of ours. */
async function openBinary(bytes: Uint8Array, options: OpenOptions): Promise<ContainerResult | undefined> {
  const message = readTlsMessage(bytes);
  if (message !== undefined) return message;
  const keyStore = jksFormat(bytes);
  if (keyStore !== undefined) return readJks(bytes, keyStore, options.password, options.powers);
  // 0x30 SEQUENCE is how DER begins (X.690 §8.9.1), and '0' as a letter, which begins no PEM file.
  if (bytes[0] !== 0x30) return undefined;
  const shape = shapeOf(bytes);
  if (shape === 'pkcs7') return readPkcs7(bytes);
  if (shape === 'pkcs12') return openPkcs12(bytes, options);
  const key = readPrivateKey(bytes, options.powers);
  if (key !== undefined) return ok(containerOf('der', [], [key]));
  return whatIsIt(bytes).startsWith('a damaged certificate') || decodeCertificate(bytes).ok
    ? ok(containerOf('der', [{ der: bytes, hasKey: false }], []))
    : undefined;
}

async function openPkcs12(bytes: Uint8Array, { password, powers }: OpenOptions): Promise<ContainerResult> {
  const read = await readPkcs12(bytes, password, powers);
  if (!read.ok) return read;
  const { certificates, keys, integrity } = read.value;
  return ok({ ...containerOf('pkcs12', certificates, keys), integrity });
}

async function openText(text: string, options: OpenOptions, bytes?: Uint8Array): Promise<ContainerResult> {
  const pem = readPemText(text, options.powers);
  if (!pem.ok) return pem;
  if (pem.value.certificates.length + pem.value.keys.length > 0)
    return ok(containerOf('pem', pem.value.certificates, pem.value.keys));
  const bare = bareBytes(text);
  const inside = bare === undefined ? undefined : await openBinary(bare, options);
  if (inside !== undefined) return inside;
  const what = whatIsIt(bytes ?? new TextEncoder().encode(text));
  return fail({ kind: 'not-a-certificate', what, message: `Not a certificate but ${what}.` });
}

/** The armour is often lost when a certificate is copied out of XML, JSON or a recording. */
function bareBytes(text: string): Uint8Array | undefined {
  return fromHex(text) ?? (/^\s*(?:MI|Cw)/.test(text) ? fromBase64(text) : undefined);
}

/** The answer, with each certificate told whether its key is there, and without the keys' own bytes. */
function containerOf(
  format: Container['format'],
  certificates: Container['certificates'],
  keys: readonly FoundKey[],
): Container {
  const spkis = new Set(keys.flatMap(({ spki }) => (spki === undefined ? [] : [toHex(spki)])));
  return {
    format,
    certificates: certificates.map((one) => (hasKey(one.der, spkis) ? { ...one, hasKey: true } : one)),
    keys: keys.map(({ kind, encrypted, alias }) => ({
      encrypted,
      ...(kind !== undefined && { kind }),
      ...(alias !== undefined && { alias }),
    })),
    integrity: 'none',
  };
}

/** @param spkis hex: a file may hold ten thousand of each */
function hasKey(der: Uint8Array, spkis: ReadonlySet<string>): boolean {
  if (spkis.size === 0) return false;
  const decoded = decodeCertificate(der);
  return decoded.ok && spkis.has(toHex(decoded.value.publicKey.spki));
}
