import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { context, tags } from '#core/certificate/der.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toPem } from '#core/certificate/pem.ts';
import { encode, oidOctets } from '#core/revocation/encode.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';

/*
 * Certificates put together byte by byte: hundreds a second, and such as openssl would refuse to make.
 */

export interface Forged extends KnownCertificate {
  readonly pem: string;
  readonly der: Uint8Array;
  readonly key: KeyObject;
  readonly name: string;
}

export interface ForgeOptions {
  /** Common name of the subject; '' for an empty name. */
  readonly name: string;
  /** Absent: it signs itself. */
  readonly issuer?: Pick<Forged, 'name' | 'key'>;
  /** An existing key, for cross-signing; default: a new P-256 key. */
  readonly key?: KeyObject;
  /** DER of each extension, from the makers below. */
  readonly extensions?: readonly Uint8Array[];
  /** Content of the INTEGER. Default: eight bytes from the rest. */
  readonly serial?: Uint8Array;
  /** 0, 1 or 2 for version 1 to 3. Default 2. */
  readonly version?: number;
  /** ms UTC. Default: a day ago, in 90 days. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly digest?: 'sha256' | 'sha1';
}

const algorithms = { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' } as const;
const DAY = 86_400_000;
let count = 0;

export const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A certificate exactly as asked, with an ECDSA signature. */
export function forge(options: ForgeOptions): Forged {
  const { name, key = newKey(), issuer = { name, key }, digest = 'sha256', version = 2, extensions = [] } = options;
  const now = Date.now();
  const algorithm = encode(tags.sequence, encode(tags.oid, oidOctets(algorithms[digest])));
  const serial =
    options.serial ?? Uint8Array.of(0x40, ...createHash('sha1').update(`${name} ${count++}`).digest().subarray(0, 8));
  const tbs = encode(
    tags.sequence,
    ...(version === 0 ? [] : [encode(context(0, 'constructed'), encode(tags.integer, Uint8Array.of(version)))]),
    encode(tags.integer, serial),
    algorithm,
    nameOf(issuer.name),
    encode(tags.sequence, timeOf(options.notBefore ?? now - DAY), timeOf(options.notAfter ?? now + 90 * DAY)),
    nameOf(name),
    spkiOf(key),
    ...(extensions.length === 0 ? [] : [encode(context(3, 'constructed'), encode(tags.sequence, ...extensions))]),
  );
  const signature = sign(digest, tbs, issuer.key);
  const der = encode(tags.sequence, tbs, algorithm, encode(tags.bitString, Uint8Array.of(0), signature));
  const decoded = decodeCertificate(der);
  if (!decoded.ok) throw new Error(decoded.error.message);
  const sha256 = createHash('sha256').update(der).digest('hex');
  return { sha256, certificate: decoded.value, pem: toPem(der), der, key, name };
}

/** The parts of a certificate authority, with the identifier of its key. */
export function authority(
  key: KeyObject,
  more: readonly Uint8Array[] = [],
  pathLength?: number,
): readonly Uint8Array[] {
  return [basicConstraints('ca', pathLength), keyUsage('keyCertSign', 'cRLSign'), subjectKeyId(key), ...more];
}

export function server(...names: readonly string[]): readonly Uint8Array[] {
  return [keyUsage('digitalSignature'), purposes('1.3.6.1.5.5.7.3.1'), altNames(...names)];
}

const text = (value: string) => new TextEncoder().encode(value);

export function extension(oid: string, value: Uint8Array, critical: 'critical' | 'plain' = 'plain'): Uint8Array {
  return encode(
    tags.sequence,
    encode(tags.oid, oidOctets(oid)),
    ...(critical === 'critical' ? [encode(tags.boolean, Uint8Array.of(0xff))] : []),
    encode(tags.octetString, value),
  );
}

export function basicConstraints(role: 'ca' | 'leaf', pathLength?: number): Uint8Array {
  const parts = [
    ...(role === 'ca' ? [encode(tags.boolean, Uint8Array.of(0xff))] : []),
    ...(pathLength === undefined ? [] : [encode(tags.integer, Uint8Array.of(pathLength))]),
  ];
  return extension('2.5.29.19', encode(tags.sequence, ...parts), 'critical');
}

const usageBits = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04, cRLSign: 0x02 } as const;

export function keyUsage(...bits: readonly (keyof typeof usageBits)[]): Uint8Array {
  const byte = bits.reduce((sum, bit) => sum | usageBits[bit], 0);
  const unused = 31 - Math.clz32(byte & -byte);
  return extension('2.5.29.15', encode(tags.bitString, Uint8Array.of(unused, byte)), 'critical');
}

export function purposes(...oids: readonly string[]): Uint8Array {
  return extension('2.5.29.37', encode(tags.sequence, ...oids.map((oid) => encode(tags.oid, oidOctets(oid)))));
}

/** 'api.corp', '10.0.0.1', 'ip:' before four or sixteen numbers with commas, 'email:a@b', 'uri:https://…'. */
export function altNames(...names: readonly string[]): Uint8Array {
  return extension('2.5.29.17', encode(tags.sequence, ...names.map((name) => generalName(name))));
}

export type Subtrees = readonly string[];

/** Names as for altNames; addresses with their mask: '10.0.0.0/255.0.0.0'; 'dir:CN' for a directory name. */
export function nameConstraints(permitted: Subtrees, excluded: Subtrees = []): Uint8Array {
  const list = (number: number, subtrees: Subtrees) =>
    subtrees.length === 0
      ? []
      : [encode(context(number, 'constructed'), ...subtrees.map((name) => encode(tags.sequence, generalName(name))))];
  return extension('2.5.29.30', encode(tags.sequence, ...list(0, permitted), ...list(1, excluded)), 'critical');
}

export function subjectKeyId(key: KeyObject): Uint8Array {
  return extension('2.5.29.14', encode(tags.octetString, keyIdOf(key)));
}

export function authorityKeyId(key: KeyObject): Uint8Array {
  return extension('2.5.29.35', encode(tags.sequence, encode(context(0, 'primitive'), keyIdOf(key))));
}

function keyIdOf(key: KeyObject): Uint8Array {
  return createHash('sha1').update(spkiOf(key)).digest();
}

function generalName(name: string): Uint8Array {
  const [, kind, rest = ''] = /^(email|uri|dir):(.*)$/.exec(name) ?? [];
  if (kind === 'email') return encode(context(1, 'primitive'), text(rest));
  if (kind === 'uri') return encode(context(6, 'primitive'), text(rest));
  if (kind === 'dir') return encode(context(4, 'constructed'), nameOf(rest));
  if (/^[\d.]+(?:\/[\d.]+)?$/.test(name))
    return encode(context(7, 'primitive'), Uint8Array.from(name.split(/[./]/), Number));
  return encode(context(2, 'primitive'), text(name));
}

function nameOf(commonName: string): Uint8Array {
  if (commonName === '') return encode(tags.sequence);
  const attribute = encode(
    tags.sequence,
    encode(tags.oid, oidOctets('2.5.4.3')),
    encode(tags.utf8String, text(commonName)),
  );
  return encode(tags.sequence, encode(tags.set, attribute));
}

/** UTCTime until 2049 (RFC 5280 §4.1.2.5). */
function timeOf(at: number): Uint8Array {
  const stamp = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
  return stamp < '2050' ? encode(tags.utcTime, text(stamp.slice(2))) : encode(tags.generalizedTime, text(stamp));
}

function spkiOf(key: KeyObject): Uint8Array {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}
