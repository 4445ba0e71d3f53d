import { groups } from '#core/tls/group.ts';
import { signatureSchemes } from '#core/tls/signatureScheme.ts';
import { SSL3, TLS12, TLS13 } from '#core/tls/version.ts';
import type { ScannedVersion } from './report.ts';

/** Highest first: the order in which they are tried. */
export const scannedVersions: readonly (readonly [number, ScannedVersion])[] = [
  [TLS13, 'TLSv1.3'],
  [TLS12, 'TLSv1.2'],
  [0x0302, 'TLSv1.1'],
  [0x0301, 'TLSv1.0'],
  [SSL3, 'SSLv3'],
];

/** The number of a version by its name. */
export function versionNumber(name: ScannedVersion): number {
  return scannedVersions.find(([, known]) => known === name)?.[0] ?? TLS12;
}

/** X25519MLKEM768 and its kin, then the curves in common use: what most servers prefer comes first where the client decides. */
const hybrid = [4588, 4587, 4589];
const usual = [29, 23, 24, 25, 30];
const brainpool13 = [31, 32, 33];
const ffdhe = [256, 257, 258, 259, 260];
const mlkem = [512, 513, 514];
const national = [41, 4590, 34, 35, 36, 37, 38, 39, 40];
/** Kyber before it was ML-KEM: browsers of 2023 and 2024. */
const draft = [25497, 25498];

/** Every group that TLS 1.3 can agree on. */
const groups13: readonly number[] = [...hybrid, ...usual, ...brainpool13, ...ffdhe, ...mlkem, ...national, ...draft];

/** Before: named curves only (RFC 8422); the rest of the registry up to brainpool, strongest first by its numbers. */
const groups12: readonly number[] = [
  ...usual,
  28,
  27,
  26,
  ...Object.keys(groups)
    .map(Number)
    .filter((group) => group < 23)
    .sort((a, b) => b - a),
];

export function groupsOf(version: number): readonly number[] {
  return version === TLS13 ? groups13 : groups12;
}

/** Groups for which this program makes a key itself: enough to read what TLS 1.3 says encrypted. */
export const ownGroups: readonly number[] = [29, 23, 24, 25];

/** Pairs of hash and key of TLS 1.2 that TLS 1.3 gave no name: SHA-224, DSA, MD5 (RFC 5246 §7.4.1.4.1). */
const pairs12 = [0x0303, 0x0301, 0x0602, 0x0502, 0x0402, 0x0302, 0x0202, 0x0101];

/** Strongest and most common first; SHA-1 and MD5 last. */
const common = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0807, 0x0603, 0x0806, 0x0601, 0x0808];
const weak: readonly number[] = [0x0201, 0x0203, ...pairs12];

/** Every signature scheme a server can be asked for. */
export const allSchemes: readonly number[] = [
  ...common,
  ...Object.keys(signatureSchemes)
    .map(Number)
    .filter((scheme) => !common.includes(scheme) && !weak.includes(scheme)),
  ...weak,
];
