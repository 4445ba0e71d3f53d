import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { derOf } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';

/** Numbers that look random and are the same for the same seed (mulberry32): a failing input can be made again. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The password of the key stores among the real files. */
export const SEED_PASSWORD = 'geheim';

export interface RealFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A real file of every format, by openssl where it writes it. */
export function realFiles(): readonly RealFile[] {
  const root = issueRoot('/O=Halden Freight AS/CN=Halden Root');
  const leaf = issue({
    subject: '/CN=api',
    issuer: root,
    extensions: [
      ...leafExtensions('api.halden.internal', '10.20.0.7'),
      'nameConstraints=permitted;DNS:.corp,excluded;IP:10.0.0.0/255.0.0.0',
      'certificatePolicies=1.2.3.4',
      'authorityInfoAccess=caIssuers;URI:http://pki.corp/ca.cer',
      'crlDistributionPoints=URI:http://pki.corp/ca.crl',
    ],
  });
  const openssl = (...words: string[]) =>
    new Uint8Array(execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] }));
  const pkcs12 = (...more: string[]) =>
    openssl(
      ...['pkcs12', '-export', '-in', leaf.certFile, '-inkey', leaf.keyFile, '-certfile', root.certFile],
      ...['-name', 'My leaf', '-passout', `pass:${SEED_PASSWORD}`, ...more],
    );
  const pkcs7 = (form: 'DER' | 'PEM') =>
    openssl('crl2pkcs7', '-nocrl', '-certfile', leaf.certFile, '-certfile', root.certFile, '-outform', form);
  const text = `some words\n${root.cert}${leaf.key}${leaf.cert}`;
  const ders = [derOf(leaf), derOf(root)];
  const legacy = pkcs12('-legacy', '-iter', '1');
  return [
    { name: 'pem', bytes: Buffer.from(text) },
    { name: 'pem crlf', bytes: Buffer.from(text.replaceAll('\n', '\r\n')) },
    { name: 'pem utf-16', bytes: Uint8Array.of(0xff, 0xfe, ...Buffer.from(text, 'utf16le')) },
    { name: 'pem trusted', bytes: openssl('x509', '-in', root.certFile, '-trustout', '-setalias', 'Mine') },
    { name: 'pem pkcs7', bytes: pkcs7('PEM') },
    { name: 'der root', bytes: derOf(root) },
    { name: 'der leaf', bytes: derOf(leaf) },
    { name: 'base64', bytes: Buffer.from(Buffer.from(derOf(root)).toString('base64')) },
    { name: 'hex', bytes: Buffer.from(Buffer.from(derOf(root)).toString('hex')) },
    { name: 'pkcs7', bytes: pkcs7('DER') },
    { name: 'pkcs7 ber', bytes: indefinite(pkcs7('DER')) },
    { name: 'pkcs12', bytes: pkcs12('-iter', '10') },
    { name: 'pkcs12 legacy', bytes: legacy },
    { name: 'pkcs12 legacy ber', bytes: indefinite(legacy) },
    { name: 'pkcs12 3des', bytes: pkcs12('-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-iter', '2') },
    { name: 'pkcs12 plain', bytes: pkcs12('-certpbe', 'NONE', '-nomac', '-iter', '1') },
    { name: 'jks', bytes: javaStore(0xfeedfeed, ders) },
    { name: 'jceks', bytes: javaStore(0xcececece, ders) },
    { name: 'tls 1.2', bytes: tlsMessage(ders, 'tls12') },
    { name: 'tls 1.3', bytes: tlsMessage(ders, 'tls13') },
  ];
}

const uint = (value: number, width: number): Uint8Array => {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntBE(value, 0, width);
  return bytes;
};
const sized = (body: Uint8Array, width: number): Uint8Array => Buffer.concat([uint(body.length, width), body]);

/** RFC 8446 §4.4.2 and RFC 5246 §7.4.2. */
function tlsMessage(ders: readonly Uint8Array[], form: 'tls12' | 'tls13'): Uint8Array {
  const tail = form === 'tls13' ? Buffer.alloc(2) : Buffer.alloc(0);
  const list = sized(Buffer.concat(ders.map((der) => Buffer.concat([sized(der, 3), tail]))), 3);
  const body = form === 'tls13' ? Buffer.concat([Buffer.alloc(1), list]) : list;
  return new Uint8Array(Buffer.concat([Buffer.of(11), sized(body, 3)]));
}

/** A key entry with a chain, then each certificate as trusted (sun.security.provider.JavaKeyStore). */
function javaStore(magic: number, ders: readonly Uint8Array[]): Uint8Array {
  const certificate = (der: Uint8Array) => Buffer.concat([sized(Buffer.from('X.509'), 2), sized(der, 4)]);
  const head = (tag: number, alias: string) =>
    Buffer.concat([uint(tag, 4), sized(Buffer.from(alias), 2), Buffer.alloc(8)]);
  const chain = Buffer.concat([uint(ders.length, 4), ...ders.map(certificate)]);
  const entries = [
    Buffer.concat([head(1, 'key'), sized(Buffer.alloc(60, 7), 4), chain]),
    ...ders.map((der, at) => Buffer.concat([head(2, `trusted ${at}`), certificate(der)])),
  ];
  const body = Buffer.concat([uint(magic, 4), uint(2, 4), uint(entries.length, 4), ...entries]);
  // ASCII as UTF-16 in big-endian.
  const password = Buffer.from(SEED_PASSWORD.replace(/./g, '\0$&'), 'latin1');
  const digest = createHash('sha1').update(password).update('Mighty Aphrodite').update(body).digest();
  return new Uint8Array(Buffer.concat([body, digest]));
}

/** The same value with every constructed part in the indefinite form (X.690 §8.1.3.6). Certificates stay as they were signed. */
function indefinite(der: Uint8Array): Uint8Array {
  const { headerLength, length } = headerOf(der, 0);
  const isCertificate = der[0] === 0x30 && der[headerLength] === 0x30 && length > 300 && der[headerLength + 4] === 0xa0;
  if (((der[0] ?? 0) & 0x20) === 0 || isCertificate) return der;
  const parts: Uint8Array[] = [Uint8Array.of(der[0] ?? 0, 0x80)];
  for (let at = headerLength; at < headerLength + length;) {
    const child = headerOf(der, at);
    const end = at + child.headerLength + child.length;
    parts.push(indefinite(der.subarray(at, end)));
    at = end;
  }
  return new Uint8Array(Buffer.concat([...parts, Buffer.alloc(2)]));
}

function headerOf(der: Uint8Array, at: number): { readonly headerLength: number; readonly length: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { headerLength: 2, length: first };
  const count = first & 0x7f;
  const length = der.subarray(at + 2, at + 2 + count).reduce((value, byte) => value * 256 + byte, 0);
  return { headerLength: 2 + count, length };
}

/** Largest input that is made, bytes: what is slow for its size shows at this one. */
const MAX_BYTES = 300_000;

type Random = (below: number) => number;

const passwords = [
  undefined,
  undefined,
  SEED_PASSWORD,
  SEED_PASSWORD,
  SEED_PASSWORD,
  SEED_PASSWORD,
  '',
  'other',
] as const;

/** A random or mutated input with the password it is tried with: the same for the same seed. */
export function hostileInput(
  files: readonly RealFile[],
  seed: number,
): { readonly what: string; readonly input: Uint8Array | string; readonly password?: string } {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const password = pick(passwords);
  const file = pick(files);
  let bytes = random(50) === 0 ? noise(random, random(2000)) : file.bytes.slice();
  // Most are bent once: the deeper in the file the fault is met, the more of the reading it sees.
  const rounds = [0, 1, 1, 1, 1, 1, 2, 2, 3, 4][random(10)] ?? 1;
  const done: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const [name, mutate] = pick(mutations);
    done.push(name);
    bytes = mutate(bytes, random, pick(files).bytes).subarray(0, MAX_BYTES);
  }
  // What is pasted is text; binary files are dropped or chosen.
  const asText = random(/^(?:pem$|pem crlf|base64|hex)/.test(file.name) ? 2 : 40) === 0;
  return {
    what: `seed ${seed}: ${file.name}, ${done.join(', ')}`,
    input: asText ? Buffer.from(bytes).toString('latin1') : new Uint8Array(bytes),
    ...(password === undefined ? {} : { password }),
  };
}

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array;

const mutations: readonly (readonly [name: string, mutate: Mutation])[] = [
  ['flips', (bytes, random) => changed(bytes, random, 1 + random(8), (byte) => byte ^ (1 << random(8)))],
  ['bytes', (bytes, random) => changed(bytes, random, 1 + random(8), () => random(256))],
  [
    'edges',
    (bytes, random) => changed(bytes, random, 1 + random(3), () => [0, 0x7f, 0x80, 0x81, 0x84, 0xff][random(6)] ?? 0),
  ],
  ['a cut', (bytes, random) => bytes.subarray(0, random(bytes.length + 1))],
  ['a hole', (bytes, random) => spliced(bytes, random, Buffer.alloc(0))],
  ['a doubled part', (bytes, random) => doubled(bytes, random)],
  ['noise inside', (bytes, random) => spliced(bytes, random, noise(random, random(60)))],
  ['a part of another', (bytes, random, other) => spliced(bytes, random, part(other, random))],
  ['a length', (bytes, random) => withLength(bytes, random)],
  ['a layer around', (bytes, random) => wrapped(bytes, random)],
  ['a deep nest', (bytes, random) => spliced(bytes, random, nest(random))],
  ['again and again', (bytes, random) => repeated(bytes, random)],
  ['another behind', (bytes, _random, other) => Buffer.concat([bytes, other])],
  ['armour', (bytes, random) => spliced(bytes, random, Buffer.from(armours[random(armours.length)] ?? ''))],
];

const armours = [
  '-----BEGIN CERTIFICATE-----',
  '\n-----END CERTIFICATE-----\n',
  '-----BEGIN PKCS7-----\n',
  '-----BEGIN ',
  '-----BEGIN TRUSTED CERTIFICATE-----\nMAA=\n-----END TRUSTED CERTIFICATE-----',
  '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'.repeat(500),
  '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n',
  'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n',
  '-'.repeat(5000),
  '\n'.repeat(5000),
  '='.repeat(5000),
  '\\n'.repeat(3000),
  '\0',
];

function changed(bytes: Uint8Array, random: Random, count: number, change: (byte: number) => number): Uint8Array {
  const bent = bytes.slice();
  for (let time = 0; time < count && bent.length > 0; time++) {
    const at = random(bent.length);
    bent[at] = change(bent[at] ?? 0);
  }
  return bent;
}

function noise(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random(256));
}

function part(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random(bytes.length + 1);
  return bytes.subarray(from, from + random(Math.min(400, bytes.length - from) + 1));
}

/** With something put in the place of up to 100 bytes. */
function spliced(bytes: Uint8Array, random: Random, middle: Uint8Array): Uint8Array {
  const from = random(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(from + random(100))]);
}

function doubled(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random(bytes.length + 1);
  const to = from + random(bytes.length - from + 1);
  return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
}

/** One byte that may be a length, or one behind it, says something else. */
function withLength(bytes: Uint8Array, random: Random): Uint8Array {
  const bent = bytes.slice();
  const places = [...bent.keys()].filter((at) => (bent[at] ?? 0) >= 0x80 && (bent[at] ?? 0) <= 0x84);
  const at = places[random(places.length || 1)];
  if (at === undefined) return bent;
  if (random(2) === 0) bent[at] = 0x80 + random(6);
  else bent[at + 1 + random(2)] = random(256);
  return bent;
}

const outer = [0x30, 0x31, 0xa0, 0x24, 0x04, 0x03];

function wrapped(bytes: Uint8Array, random: Random): Uint8Array {
  const tag = outer[random(outer.length)] ?? 0x30;
  if (random(2) === 0) return Buffer.concat([Uint8Array.of(tag, 0x80), bytes, Buffer.alloc(2 * random(2))]);
  return Buffer.concat([Uint8Array.of(tag, 0x83), uint(bytes.length, 3), bytes]);
}

/** Up to ten thousand layers of the indefinite form. */
function nest(random: Random): Uint8Array {
  const tag = outer[random(4)] ?? 0x30;
  const depth = 1 + random(random(10) === 0 ? 10_000 : 60);
  return Buffer.concat(
    [Buffer.from(Uint8Array.of(tag, 0x80)).toString('latin1').repeat(depth), '\0\0'.repeat(depth)].map((text) =>
      Buffer.from(text, 'latin1'),
    ),
  );
}

function repeated(bytes: Uint8Array, random: Random): Uint8Array {
  const times = 2 + random(Math.max(1, Math.min(60, Math.floor(MAX_BYTES / (bytes.length + 1)))));
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}
