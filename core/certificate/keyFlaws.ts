import type { PublicKey } from './certificate.ts';
import { toHex } from './fingerprint.ts';
import { keyDetails } from './keyDetails.ts';

/**
 * even-modulus, small-factor  the modulus falls apart at once
 * close-primes                Fermat's method finds its factors (CVE-2022-26320 and others)
 * roca                        made by an Infineon chip whose primes have a form that can be guessed (CVE-2017-15361)
 * exponent-one, even-exponent no RSA key at all
 * small-exponent              below 65537: allowed by few rules (Baseline Requirements §6.1.6), and a mistake with bad padding
 */
export type KeyFlaw =
  'even-modulus' | 'small-factor' | 'close-primes' | 'roca' | 'exponent-one' | 'even-exponent' | 'small-exponent';

/**
 * What cheap arithmetic finds wrong with an RSA key; nothing for keys of other kinds. A few milliseconds, so it is done when a
 * certificate is looked at, not on every handshake. Debian's weak keys of 2008 take a list of 200 000 hashes and are not looked for.
 */
export function keyFlaws(key: PublicKey): readonly KeyFlaw[] {
  const details = keyDetails(key);
  if (details.kind !== 'rsa' || details.modulus.length === 0 || key.bits > MAX_BITS) return [];
  const modulus = BigInt(`0x${toHex(details.modulus)}`);
  return [...modulusFlaws(modulus), ...exponentFlaws(BigInt(details.exponent))];
}

/** 16 384 bits are the longest that OpenSSL takes (OPENSSL_RSA_MAX_MODULUS_BITS); beyond, the arithmetic would be an attack. */
const MAX_BITS = 16_384;

function modulusFlaws(modulus: bigint): readonly KeyFlaw[] {
  if (modulus % 2n === 0n) return ['even-modulus'];
  if (smallPrimes.some((prime) => modulus % prime === 0n)) return ['small-factor'];
  return [
    ...(isRoca(modulus) ? (['roca'] as const) : []),
    ...(hasClosePrimes(modulus) ? (['close-primes'] as const) : []),
  ];
}

function exponentFlaws(exponent: bigint): readonly KeyFlaw[] {
  if (exponent === 1n) return ['exponent-one'];
  if (exponent % 2n === 0n) return ['even-exponent'];
  return exponent < 65_537n ? ['small-exponent'] : [];
}

/** Odd primes below 752, as the Baseline Requirements §6.1.6 have it. */
const smallPrimes: readonly bigint[] = Array.from({ length: 375 }, (_, at) => 2 * at + 3)
  .filter((number) => number < 752 && isPrime(number))
  .map(BigInt);

function isPrime(number: number): boolean {
  for (let factor = 3; factor * factor <= number; factor += 2) if (number % factor === 0) return false;
  return true;
}

/**
 * Keys of the flawed chips leave, for each of these primes, a rest that is a power of 65537; others do so by chance once in 2^27
 * (Nemec and others, "The Return of Coppersmith's Attack", 2017, §3).
 */
const rocaPrimes: readonly bigint[] = smallPrimes.filter((prime) => prime <= 167n);

function isRoca(modulus: bigint): boolean {
  return rocaPrimes.every((prime) => powersOfGenerator(prime).has(modulus % prime));
}

function powersOfGenerator(prime: bigint): ReadonlySet<bigint> {
  const powers = new Set<bigint>();
  for (let power = 1n; !powers.has(power); power = (power * 65_537n) % prime) powers.add(power);
  return powers;
}

/** Rounds of Fermat's method: enough for every broken key that was found in the wild, which took one or a few. */
const FERMAT_ROUNDS = 100;

function hasClosePrimes(modulus: bigint): boolean {
  let middle = squareRoot(modulus);
  if (middle * middle < modulus) middle += 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round++, middle += 1n) {
    const rest = middle * middle - modulus;
    // A square ends in 0, 1, 4 or 9 in base 16: that saves most of the roots.
    if (!squareEnds.has(rest & 15n)) continue;
    const root = squareRoot(rest);
    if (root * root === rest) return true;
  }
  return false;
}

const squareEnds: ReadonlySet<bigint> = new Set([0n, 1n, 4n, 9n]);

/** The whole part of the square root, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
