import { generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { concat } from './bytes.ts';
import type { PublicKey } from './certificate.ts';
import { encodeDer } from './der.ts';
import { keyFlaws } from './keyFlaws.ts';

function integer(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const bytes = Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
  return encodeDer(2, (bytes[0] ?? 0) >= 0x80 ? concat([Uint8Array.of(0), bytes]) : bytes);
}

function rsa(modulus: bigint, exponent = 65_537n): PublicKey {
  const key = encodeDer(0x30, concat([integer(modulus), integer(exponent)]));
  const algorithm = { oid: '1.2.840.113549.1.1.1', name: 'rsaEncryption' };
  const spki = encodeDer(
    0x30,
    concat([
      Uint8Array.from(Buffer.from('300d06092a864886f70d0101010500', 'hex')),
      encodeDer(3, concat([Uint8Array.of(0), key])),
    ]),
  );
  return { algorithm, type: 'RSA', bits: modulus.toString(2).length, spki };
}

const prime = (bits: number) => generatePrimeSync(bits, { bigint: true });

/** The next prime-like number after a prime: near enough for Fermat, whether prime or not. */
const next = (value: bigint) => value + 2_000n;

describe('what cheap arithmetic finds in an RSA key', () => {
  test('nothing in one that openssl made', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const modulus = BigInt(`0x${Buffer.from(jwk.n ?? '', 'base64url').toString('hex')}`);

    expect(keyFlaws(rsa(modulus))).toEqual([]);
  });

  test('primes that lie close together', () => {
    const p = prime(1024);
    let q = next(p);
    while ([3n, 5n, 7n, 11n, 13n].some((small) => q % small === 0n) || smallest(q) < 752n) q += 2n;

    expect(keyFlaws(rsa(p * q))).toEqual(['close-primes']);
  });

  test('a modulus that is even or has a small factor', () => {
    expect(keyFlaws(rsa(prime(1024) * 2n))).toEqual(['even-modulus']);
    expect(keyFlaws(rsa(prime(1024) * 751n))).toEqual(['small-factor']);
  });

  test('the form of the flawed chips', () => {
    const primes = Array.from({ length: 83 }, (_, at) => BigInt(2 * at + 3)).filter((n) => smallest(n) === n);
    const product = primes.reduce((all, one) => all * one, 1n);
    let power = 1n;
    for (let round = 0; round < 12_345; round++) power = (power * 65_537n) % product;
    let modulus = (1n << 2047n) - ((1n << 2047n) % product) + power;
    while (modulus % 2n === 0n || smallest(modulus) < 752n) modulus += product;

    expect(keyFlaws(rsa(modulus))).toEqual(['roca']);
    expect(keyFlaws(rsa(modulus + 2n))).not.toContain('roca');
  });

  test.each([
    [1n, 'exponent-one'],
    [3n, 'small-exponent'],
    [65_536n, 'even-exponent'],
  ])('exponent %i', (exponent, flaw) => {
    expect(keyFlaws(rsa(prime(1024) * prime(1024), exponent))).toEqual([flaw]);
  });

  test('nothing in a number too long to be a key, where no arithmetic is done: not even that it is even', () => {
    expect(keyFlaws(rsa(1n << 400_000n))).toEqual([]);
  });
});

/** Smallest factor below 1000, else 1000. */
function smallest(value: bigint): bigint {
  for (let factor = 3n; factor < 1000n; factor += 2n) if (value % factor === 0n) return factor;
  return 1000n;
}
