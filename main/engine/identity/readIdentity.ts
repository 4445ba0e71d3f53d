import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { InputOf } from '#core/contract.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { openWithKeys, type ContainerWithKeys } from '#core/certificate/container.ts';
import { type ContainerFailure } from '#core/certificate/container/contained.ts';
import type { FoundKey } from '#core/certificate/container/privateKey.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { shortName } from '#core/certificate/name.ts';
import { toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { weaknessOf } from '#core/certificate/strength.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { IdentityFailure } from '#core/trust/identity.ts';
import { containerPowers } from '#main/engine/certificate/containerPowers.ts';
import { fingerprintOf } from '#main/engine/trust/authority.ts';
import { readSmallFile } from '#main/engine/trust/readSmallFile.ts';
import { sendingChain } from './sendingChain.ts';

/** Largest file read as a client certificate, in bytes. Real ones hold a chain and a key: under 20 kB; a whole list of roots still fits. */
const MAX_IDENTITY_BYTES = 2_000_000;

export interface DecodedCertificate {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly certificate: Certificate;
}

/** A client certificate as it was found, checked, with its key. */
export interface FoundIdentity {
  /** Leaf first, as they are to be sent. */
  readonly chain: readonly [DecodedCertificate, ...DecodedCertificate[]];
  /** PKCS#8 DER, not encrypted. Whoever is done with it overwrites it. */
  readonly key: Uint8Array;
  /** Certificates that came with their keys; this is the first that may be a client's. */
  readonly pairs: number;
  /** 'ci-runner.p12'; 'client.pem, client.key'. */
  readonly origin: string;
}

/**
 * A client certificate with its key from one or several files and pastes, in any order: PKCS#12, PEM with both, a certificate,
 * its chain and its key apart, DER, Java key stores. Read by our own readers, so that it does not matter which TLS library the
 * app runs on; at the end that library is asked whether it can use the pair. Stores nothing. Never rejects.
 */
export async function readIdentity({
  sources,
  password,
}: InputOf<'identity.read'>): Promise<Result<FoundIdentity, IdentityFailure>> {
  const found: Found = { certificates: new Map(), keys: [], names: [] };
  for (const source of sources) {
    const read = await readOne(source, password, found);
    if (!read.ok) return read;
  }
  const pairs = pairsOf(found);
  const [pair] = [...pairs.filter(({ leaf }) => mayBeClient(leaf.certificate)), ...pairs];
  if (pair === undefined) return fail(whyNoPair(found, password));
  const key = usableKey(pair, found);
  if (!key.ok) return key;
  return ok({
    chain: sendingChain(pair.leaf, [...found.certificates.values()]),
    key: key.value,
    pairs: pairs.length,
    origin: found.names.join(', ').slice(0, 200),
  });
}

interface NamedKey {
  readonly name: string;
  readonly key: FoundKey;
}

interface Found {
  /** By SHA-256, in their order. */
  readonly certificates: Map<string, DecodedCertificate>;
  readonly keys: NamedKey[];
  /** Of every source. */
  readonly names: string[];
}

type Source = InputOf<'identity.read'>['sources'][number];

function nameOf(source: Source): string {
  if (source.kind === 'text') return 'pasted text';
  return source.kind === 'path' ? basename(source.path) : basename(source.name);
}

async function readOne(
  source: Source,
  password: string | undefined,
  found: Found,
): Promise<Result<undefined, IdentityFailure>> {
  const name = nameOf(source);
  found.names.push(name);
  const input = await inputOf(source);
  if (!input.ok) return input;
  const opened = await openWithKeys(input.value, {
    powers: containerPowers,
    ...(password !== undefined && { password }),
  });
  if (!opened.ok) return fail(inWords(opened.error, name));
  return takeIn(opened.value, name, found);
}

async function inputOf(source: Source): Promise<Result<Uint8Array | string, IdentityFailure>> {
  if (source.kind === 'path') return readSmallFile(source.path, MAX_IDENTITY_BYTES);
  const given = source.kind === 'text' ? source.text : source.bytes;
  return given.length > MAX_IDENTITY_BYTES ? tooLarge(given.length) : ok(given);
}

function tooLarge(bytes: number): Result<never, IdentityFailure> {
  return fail({ kind: 'too-large', bytes, limitBytes: MAX_IDENTITY_BYTES, message: `${bytes} bytes.` });
}

function inWords(failure: ContainerFailure, name: string): IdentityFailure {
  const { message } = failure;
  switch (failure.kind) {
    case 'not-a-certificate':
      return { kind: 'no-certificate', name, what: failure.what, message };
    case 'damaged':
      return { kind: 'damaged-file', name, reason: failure.reason, message };
    case 'password-needed':
    case 'wrong-password':
      return { kind: 'wrong-password', name, tried: failure.kind === 'wrong-password', message };
    case 'unsupported-algorithm':
      return { kind: 'unsupported', name, what: failure.name, message };
    case 'only-keys':
      return { kind: 'no-certificate', name, what: 'a private key', message };
  }
}

function takeIn(
  { certificates, keys }: ContainerWithKeys,
  name: string,
  found: Found,
): Result<undefined, IdentityFailure> {
  for (const { der } of certificates) {
    const decoded = decodeCertificate(der);
    if (!decoded.ok) {
      const reason = `one of its certificates does not read (${decoded.error.reason})`;
      return fail({ kind: 'damaged-file', name, reason, message: decoded.error.message });
    }
    const sha256 = fingerprintOf(der);
    found.certificates.set(sha256, { sha256, der, certificate: decoded.value });
  }
  for (const key of keys) found.keys.push({ name, key });
  return ok(undefined);
}

interface Pair {
  readonly leaf: DecodedCertificate;
  readonly found: NamedKey;
}

/** Every certificate with the first key that is its own, in the order of the files. */
function pairsOf({ certificates, keys }: Found): readonly Pair[] {
  const bySpki = new Map<string, NamedKey>();
  for (const found of keys) {
    const { plain, spki } = found.key;
    const id = plain === undefined || spki === undefined ? undefined : toHex(spki);
    if (id !== undefined && !bySpki.has(id)) bySpki.set(id, found);
  }
  return [...certificates.values()].flatMap((leaf) => {
    const found = bySpki.get(toHex(leaf.certificate.publicKey.spki));
    return found === undefined ? [] : [{ leaf, found }];
  });
}

/** RFC 5280 §4.2.1.12: without the extension it may be anything. */
export function mayBeClient(certificate: Certificate): boolean {
  const usage = extensionOf(certificate, 'extKeyUsage');
  return usage === undefined || usage.purposes.some(({ oid }) => clientPurposes.has(oid));
}

/** clientAuth and anyExtendedKeyUsage. */
const clientPurposes: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']);

/** The likeliest reason why no certificate has its key, the one that a password would cure first. */
function whyNoPair({ certificates, keys, names }: Found, password: string | undefined): IdentityFailure {
  const name = names[0] ?? '';
  const closed = keys.find(({ key }) => key.closed !== undefined);
  if (closed?.key.closed !== undefined) return whyClosed(closed.key.closed, closed.name, password);
  const unread = keys.find(({ key }) => key.plain === undefined || key.spki === undefined);
  const kind = unread?.key.kind;
  if (unread !== undefined && kind !== undefined && unread.key.plain !== undefined)
    return unsupported(unread.name, `a key of the kind ${kind}`);
  if (unread !== undefined && certificates.size > 0) return damaged(unread.name, 'its private key does not read');
  const [first] = certificates.values();
  if (first === undefined)
    return { kind: 'no-certificate', name, what: 'a private key', message: 'Only keys were given.' };
  if (keys.length === 0) return { kind: 'no-key', name, message: 'There is no private key.' };
  return { kind: 'key-mismatch', subject: shortName(first.certificate.subject), message: 'The key is another one.' };
}

function whyClosed(
  closed: NonNullable<FoundKey['closed']>,
  name: string,
  password: string | undefined,
): IdentityFailure {
  if (closed.kind === 'unsupported') return unsupported(name, closed.name);
  return { kind: 'wrong-password', name, tried: password !== undefined, message: 'The key stays closed.' };
}

/** Keys of these kinds sign no handshake (RFC 8446 §4.2.3 has no DSA; the others only agree on secrets). */
const uselessKinds: ReadonlySet<string> = new Set(['dsa', 'dh', 'x25519', 'x448']);

/** PKCS#8 of the key, after the TLS library has been asked whether it takes key and certificate. */
function usableKey({ leaf, found }: Pair, { names }: Found): Result<Uint8Array, IdentityFailure> {
  const { publicKey } = leaf.certificate;
  // OpenSSL refuses weak keys by its security level (SSL_CTX_set_security_level(3)); BoringSSL has none and takes them.
  const kind =
    weaknessOf(publicKey) === undefined
      ? `a key of the kind ${publicKey.type}`
      : `a key as weak as ${keyText(publicKey)}`;
  const key = keyObjectOf(found.key);
  const name = found.name || (names[0] ?? '');
  if (key === undefined || uselessKinds.has(key.asymmetricKeyType ?? '')) return fail(unsupported(name, kind));
  try {
    if (!new X509Certificate(leaf.der).checkPrivateKey(key)) {
      const subject = shortName(leaf.certificate.subject);
      return fail({ kind: 'key-mismatch', subject, message: 'The key is another one.' });
    }
    const der = key.export({ format: 'der', type: 'pkcs8' });
    createSecureContext({ cert: toPem(leaf.der), key: key.export({ format: 'pem', type: 'pkcs8' }) });
    return ok(new Uint8Array(der));
  } catch {
    // What the library says is of no use to a person, and it might say something of the key.
    return fail(unsupported(name, kind));
  }
}

function keyObjectOf({ plain }: FoundKey): KeyObject | undefined {
  if (plain === undefined) return undefined;
  try {
    return createPrivateKey({ key: Buffer.from(plain.der), format: 'der', type: plain.form });
  } catch {
    return undefined;
  }
}

function unsupported(name: string, what: string): IdentityFailure {
  return { kind: 'unsupported', name, what, message: `${what} cannot be used.` };
}

function damaged(name: string, reason: string): IdentityFailure {
  return { kind: 'damaged-file', name, reason, message: reason };
}
