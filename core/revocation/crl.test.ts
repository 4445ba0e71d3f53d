import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { known } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { crlOf, ocspAnswer } from '#testdata/revocation.ts';
import { decodeCrl, type Crl } from './crl.ts';
import { countEntries, findRevoked, revokedEntries } from './crlEntry.ts';
import { encode } from './encode.ts';
import { decodeOcspResponse } from './ocsp.ts';

let ca: Issued, leaf: Issued;
beforeAll(() => {
  ca = issueRoot('/CN=Authority');
  leaf = issue({ issuer: ca, extensions: leafExtensions('a.test') });
});

function decoded(der: Uint8Array): Crl {
  const crl = decodeCrl(der);
  if (!crl.ok) throw new Error(crl.error.message);
  return crl.value;
}

describe('a revocation list of openssl', () => {
  test('is read with its number, times, scope and entries', () => {
    const crl = decoded(
      crlOf({
        issuer: ca,
        revoked: [{ serial: '01' }, { serial: '00FF', reason: 'keyCompromise' }],
        extensions: [
          'issuingDistributionPoint=critical,@idp',
          '[idp]',
          'fullname=URI:http://crl.test/1.crl',
          'onlyuser=TRUE',
        ],
      }),
    );

    expect(crl).toMatchObject({
      version: 2,
      number: '1000',
      count: 2,
      signatureMatches: true,
      scope: { names: [{ kind: 'uri', value: 'http://crl.test/1.crl' }], only: 'user-certificates', indirect: false },
    });
    expect((crl.nextUpdate ?? 0) - crl.thisUpdate).toBe(7 * 86_400_000);
    const entries = revokedEntries(crl.entries, 0, 10);
    expect(entries.ok && entries.value).toMatchObject([
      { serial: '01', revokedAt: Date.UTC(2024, 2, 1, 12) },
      { serial: '00ff', reason: 'keyCompromise' },
    ]);
  });

  test('is read page by page, and by serial number', () => {
    const { entries } = decoded(crlOf({ issuer: ca, revoked: ['01', '02', '03'].map((serial) => ({ serial })) }));
    const serials = (skip: number, take: number) => {
      const page = revokedEntries(entries, skip, take);
      return page.ok ? page.value.map(({ serial }) => serial) : [];
    };
    const found = (serial: string) => {
      const entry = findRevoked(entries, serial);
      return entry.ok ? entry.value?.serial : 'malformed';
    };

    expect([serials(0, 2), serials(2, 2), serials(3, 2)]).toEqual([['01', '02'], ['03'], []]);
    expect([found('02'), found('0002'), found('04')]).toEqual(['02', undefined, undefined]);
  });
});

test('a list of 100 000 entries is counted, and searched to its end', () => {
  const time = encode(0x17, new TextEncoder().encode('240301120000Z'));
  const one = (index: number) => {
    const serial = Uint8Array.of(0x40, ...new Array<number>(12).fill(7), index >> 16, (index >> 8) & 255, index & 255);
    return encode(0x30, encode(0x02, serial), time);
  };
  const entries = new Uint8Array(Buffer.concat(Array.from({ length: 100_000 }, (_, index) => one(index))));
  const last = `40${'07'.repeat(12)}01869f`;

  const found = findRevoked(entries, last);

  expect(countEntries(entries)).toBe(100_000);
  expect(found.ok && found.value?.serial).toBe(last);
});

test('a list is read where it lies, not copied', () => {
  const der = crlOf({ issuer: ca, revoked: [{ serial: '01' }] });

  const { entries, tbs, signature } = decoded(der);

  expect([entries, tbs, signature].map(({ buffer }) => buffer === der.buffer)).toEqual([true, true, true]);
});

describe('bytes that are damaged', () => {
  const mutated = (original: () => Uint8Array, decode: (bytes: Uint8Array) => unknown) => {
    const bytes = original();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 5 }), (changes) => {
        const changed = new Uint8Array(bytes);
        for (const [at, value] of changes) changed[at] = value;
        decode(changed);
      }),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (random) => void decode(random)));
  };

  test('never make the reading of a list throw', () => {
    mutated(
      () => crlOf({ issuer: ca, revoked: [{ serial: '01', reason: 'superseded' }] }),
      (bytes) => {
        const crl = decodeCrl(bytes);
        if (crl.ok) findRevoked(crl.value.entries, '01');
        if (crl.ok) revokedEntries(crl.value.entries, 0, 10);
      },
    );
  });

  test('never make the reading of an OCSP response throw', () => {
    mutated(
      () => ocspAnswer({ certificate: leaf, issuer: ca, entry: { reason: 'keyCompromise' } }),
      decodeOcspResponse,
    );
  });
});

test('a response repeats the nonce of the request, and names the certificate as it was asked', () => {
  const nonce = Uint8Array.from({ length: 16 }, (_, index) => index);

  const response = decodeOcspResponse(ocspAnswer({ certificate: leaf, issuer: ca, nonce }));

  const basic = response.ok ? response.value.basic : undefined;
  // The nonce is an OCTET STRING inside the extension (RFC 9654 §2.1).
  expect(basic?.nonce).toBe('0410000102030405060708090a0b0c0d0e0f');
  expect(basic?.responses[0]?.id.serial).toBe(known(leaf).certificate.serial);
  expect(basic?.certificates).toHaveLength(1);
});
