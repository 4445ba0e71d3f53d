import {
  formatNames,
  type ContainedKey,
  type Container,
  type ContainerFailure,
  type ContainerResult,
} from './container/contained.ts';
import { unlockKey } from './container/encryptedKey.ts';
import { fileText, fromHex } from './container/fileText.ts';
import { readPemText, type BrokenRule } from './container/pemText.ts';
import { jksFormat, readJks } from './container/jks.ts';
import { readPkcs12 } from './container/pkcs12.ts';
import { MAX_ROUNDS } from './container/pkcs12Cipher.ts';
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
import { fail, ok, type Result } from '#core/result.ts';

export interface OpenOptions {
  /** '' is a password too: some tools make files with it. */
  readonly password?: string;
  readonly powers: ContainerPowers;
  /** What becomes of a PEM text with a broken certificate among good ones. Default: 'refuse'. */
  readonly broken?: BrokenRule;
}

/**
 * The certificates of a file or of pasted text, in whichever format: PEM with anything around it, DER, PKCS#7, PKCS#12, Java
 * key stores, a TLS Certificate message, or one of them as bare base64 or hex. At least one certificate. Never throws.
 *
 * The certificates are not decoded here: a viewer wants to see the malformed ones too.
 */
export async function openContainer(input: Uint8Array | string, options: OpenOptions): Promise<ContainerResult> {
  const found = await find(input, options);
  if (!found.ok) return found;
  const container = { ...found.value, keys: found.value.keys.map(withoutBytes) };
  return container.certificates.length > 0 ? ok(container) : noCertificates(container);
}

/** A container with its private keys: for who is to use them. Its keys never leave the main process. */
export type ContainerWithKeys = Omit<Container, 'keys'> & { readonly keys: readonly FoundKey[] };

/**
 * The same, with every key as far as the password opens it. Keys without a certificate are found too: in PEM the two often
 * lie in different files. Never throws.
 */
export async function openWithKeys(
  input: Uint8Array | string,
  options: OpenOptions,
): Promise<Result<ContainerWithKeys, ContainerFailure>> {
  const found = await find(input, options);
  if (!found.ok) return found;
  const { certificates } = found.value;
  const opening = { powers: options.powers, roundsLeft: MAX_ROUNDS };
  const keys: FoundKey[] = [];
  for (const key of found.value.keys) keys.push(await unlockKey(key, options.password, opening));
  return ok({ ...found.value, keys, certificates: marked(certificates, keys) });
}

function find(input: Uint8Array | string, options: OpenOptions): Promise<Found> {
  const bounded = { ...options, powers: withFewKeys(options.powers) };
  return typeof input === 'string' ? openText(input, bounded) : openBytes(input, bounded);
}

/** Private keys of one file that are looked into for their public key, a millisecond each; of the others nobody says whose they are. */
const MAX_KEYS = 1000;

function withFewKeys(powers: ContainerPowers): ContainerPowers {
  let left = MAX_KEYS;
  return { ...powers, publicKeyOf: (der, form) => (left-- > 0 ? powers.publicKeyOf(der, form) : undefined) };
}

type Found = Result<ContainerWithKeys, ContainerFailure>;

function withoutBytes({ kind, encrypted, alias }: FoundKey): ContainedKey {
  return { encrypted, ...(kind !== undefined && { kind }), ...(alias !== undefined && { alias }) };
}

function noCertificates({ format, keys }: Container): ContainerResult {
  if (keys.length > 0) return fail({ kind: 'only-keys', format, keys, message: `${keys.length} keys only.` });
  return fail({ kind: 'not-a-certificate', what: `an empty ${formatNames[format]} file`, message: 'It is empty.' });
}

async function openBytes(bytes: Uint8Array, options: OpenOptions): Promise<Found> {
  const binary = await openBinary(bytes, options);
  if (binary !== undefined) return binary;
  return openText(fileText(bytes), options, bytes);
}

/** Undefined when the bytes are in no binary format of ours. */
async function openBinary(bytes: Uint8Array, options: OpenOptions): Promise<Found | undefined> {
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

async function openPkcs12(bytes: Uint8Array, { password, powers }: OpenOptions): Promise<Found> {
  const read = await readPkcs12(bytes, password, powers);
  if (!read.ok) return read;
  const { certificates, keys, integrity } = read.value;
  return ok({ ...containerOf('pkcs12', certificates, keys), integrity });
}

async function openText(text: string, options: OpenOptions, bytes?: Uint8Array): Promise<Found> {
  const pem = await readPemText(text, options.powers, options.broken);
  if (!pem.ok) return pem;
  const { certificates, keys, broken } = pem.value;
  const [first] = broken;
  if (certificates.length === 0 && first !== undefined)
    return fail({ kind: 'damaged', format: 'pem', reason: first.reason, message: first.reason });
  if (certificates.length + keys.length > 0)
    return ok({ ...containerOf('pem', certificates, keys), ...(first !== undefined && { broken }) });
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

function containerOf(
  format: Container['format'],
  certificates: Container['certificates'],
  keys: readonly FoundKey[],
): ContainerWithKeys {
  return { format, certificates: marked(certificates, keys), keys, integrity: 'none' };
}

/** Each certificate told whether its key is there. */
function marked(certificates: Container['certificates'], keys: readonly FoundKey[]): Container['certificates'] {
  const spkis = new Set(keys.flatMap(({ spki }) => (spki === undefined ? [] : [toHex(spki)])));
  return certificates.map((one) => (!one.hasKey && hasKey(one.der, spkis) ? { ...one, hasKey: true } : one));
}

/** @param spkis hex: a file may hold ten thousand of each */
function hasKey(der: Uint8Array, spkis: ReadonlySet<string>): boolean {
  if (spkis.size === 0) return false;
  const decoded = decodeCertificate(der);
  return decoded.ok && spkis.has(toHex(decoded.value.publicKey.spki));
}
