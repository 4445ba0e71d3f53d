import { describe, expect, test } from 'vitest';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { caExtensions, issue, leafExtensions, type Issued } from '#testdata/pki.ts';
import { compareCertificates } from './compare.ts';
import type { Compared } from './comparison.ts';
import { compareText } from './compareText.ts';

const now = Date.now();
const stamp = (days: number): string => new Date(now + days * 86_400_000).toISOString().replace(/[-:T]|\.\d+/g, '');

const root = issue({ subject: '/O=Corp/CN=Corp Root', extensions: caExtensions });
const other = issue({ subject: '/O=Other/CN=Other Root', extensions: caExtensions });
const base = { subject: '/CN=api.corp', issuer: root, extensions: leafExtensions('api.corp', '*.api.corp') };

const first = issue({ ...base, notBefore: stamp(-80), notAfter: stamp(10) });
const renewed = issue({ ...base, notBefore: stamp(-1), notAfter: stamp(89) });
const moved = issue({ ...base, issuer: other, notBefore: stamp(-1), notAfter: stamp(89) });
const fewer = issue({ ...base, extensions: leafExtensions('api.corp'), notBefore: stamp(-80), notAfter: stamp(10) });
const own = issue({
  subject: '/CN=api.corp',
  newkey: ['rsa:2048'],
  extensions: ['basicConstraints=CA:TRUE', 'subjectAltName=DNS:api.corp'],
  notBefore: stamp(-400),
  notAfter: stamp(-35),
});
const stapled = issue({
  ...base,
  extensions: [...base.extensions, 'tlsfeature=status_request'],
  digest: '-sha384',
  notBefore: stamp(-80),
  notAfter: stamp(10),
});
const client = issue({
  ...base,
  extensions: ['extendedKeyUsage=clientAuth', 'subjectAltName=DNS:api.corp,DNS:*.api.corp'],
  notBefore: stamp(-80),
  notAfter: stamp(10),
});
const stranger = issue({ subject: '/CN=else.where', issuer: other, extensions: leafExtensions('else.where') });
const twin = issue({ subject: '/O=Corp/CN=Corp Root', extensions: caExtensions });

function compared(issued: Issued): Compared {
  const der = parsePem(issued.cert);
  const certificate = der.ok && der.value[0] !== undefined ? decodeCertificate(der.value[0]) : undefined;
  if (certificate?.ok !== true) throw new Error('openssl made no certificate');
  return { certificate: certificate.value, sha256: issued.certFile };
}

const compare = (a: Issued, b: Issued, host?: string) => compareCertificates(compared(a), compared(b), { now, host });

describe('what two certificates are to each other', () => {
  test.each([
    ['itself', first, first, 'The same certificate', []],
    ['its renewal', first, renewed, 'A renewal with a new key', ['Another key']],
    ['the one it renews', renewed, first, 'A renewal with a new key', ['Another key']],
    [
      'one of another authority',
      first,
      moved,
      'Not a renewal: key and issuer changed',
      ['Another key', 'Another issuer'],
    ],
    ['one with fewer names', first, fewer, 'Not a renewal: key and names changed', ['Another key', 'One name fewer']],
    [
      'one that the server made for itself',
      first,
      own,
      'Not a renewal: key, issuer, names and lifetime all changed',
      [
        'Another key',
        'Another issuer',
        'One name fewer',
        'Already expired',
        'A longer lifetime',
        'Now a CA',
        'Other purposes',
        'Other extensions',
      ],
    ],
    [
      'one that must be stapled',
      first,
      stapled,
      'A renewal with a new key',
      ['Another key', 'Another signature hash', 'Must staple now'],
    ],
    [
      'one for other purposes',
      first,
      client,
      'A renewal with a new key',
      ['Another key', 'Other purposes', 'Other extensions'],
    ],
    [
      'a stranger',
      first,
      stranger,
      'Two different certificates',
      ['Another key', 'Another issuer', 'Other names', 'Another subject'],
    ],
    ['an authority of the same name', root, twin, 'Two authorities of one name', ['Another key']],
  ])('%s', (_, a, b, headline, titles) => {
    const comparison = compare(a, b);

    expect(comparison.headline).toBe(headline);
    expect(comparison.differences.map(({ title }) => title)).toEqual(titles);
    expect(comparison.differences.map(({ number }) => number)).toEqual(titles.map((_title, index) => index + 1));
  });

  test('a renewal says which one is the newer, whichever way round they stand', () => {
    expect(compare(first, renewed).summary).toContain('The second renews the first');
    expect(compare(renewed, first).summary).toContain('The first renews the second');
  });

  test('for a host it says whether that is still covered', () => {
    const text = (host: string) =>
      compare(first, fewer, host).differences.find(({ title }) => title === 'One name fewer')?.text;

    expect(text('api.corp')).toBe('*.api.corp is gone. api.corp is still covered.');
    expect(text('v1.api.corp')).toContain('v1.api.corp is no longer covered.');
    expect(text('else.where')).toContain('else.where is covered by neither.');
  });
});

describe('field by field', () => {
  const { groups } = compare(first, own);
  const rowOf = (label: string) => groups.flatMap(({ rows }) => rows).find((row) => row.label === label);

  test('only the differing part is marked', () => {
    const marked = (label: string) =>
      rowOf(label)
        ?.a?.segments.filter(({ kind }) => kind === 'differs')
        .map(({ text }) => text);

    expect(marked('Valid for')).toEqual(['*.api.corp']);
    expect(marked('Issuer')).toEqual(['O=Corp', 'Corp Root']);
    expect(marked('Signature')).toEqual(['ECDSA']);
  });

  test('the number of a difference stands at its field, once', () => {
    const numbers = groups.flatMap(({ rows }) => rows.flatMap(({ difference }) => difference ?? []));

    expect(new Set(numbers).size).toBe(numbers.length);
    expect(rowOf('Public key')?.difference).toBe(1);
  });

  test('two keys of one kind are told apart by their pins, where the number of the difference stands', () => {
    const pinned = { ...compared(first), pin: 'sha256/aaa=' };
    const rows = compareCertificates(pinned, { ...compared(renewed), pin: 'sha256/bbb=' }, { now }).groups[1]?.rows;

    expect(rows?.find(({ label }) => label === 'Public key')).toMatchObject({ kind: 'equal' });
    expect(rows?.find(({ label }) => label === 'Public key pin')).toMatchObject({ kind: 'differs', difference: 1 });
  });

  test('what only one of them has stands alone', () => {
    expect(rowOf('Key usage')).toMatchObject({ kind: 'differs', b: undefined });
  });

  test('equal fields are known as equal', () => {
    const rows = compare(first, first).groups.flatMap((group) => group.rows);

    expect(rows.every(({ kind }) => kind === 'equal')).toBe(true);
  });
});

test('as text, everything that differs is in it', () => {
  const text = compareText(compare(first, own, 'api.corp'), { a: 'yesterday', b: 'today' });

  for (const words of ['Not a renewal', 'A  yesterday', '1. Another key', 'Also different', 'RSA 2048', 'absent'])
    expect(text).toContain(words);
});
