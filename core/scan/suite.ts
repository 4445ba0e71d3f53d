import { cipherSuiteName, cipherSuites, keyExchangeOf } from '#core/tls/cipherSuite.ts';
import { TLS12, TLS13 } from '#core/tls/version.ts';

/** What is weak about a cipher suite, worst first. */
export type SuiteFault =
  | 'no-encryption'
  | 'anonymous'
  | 'export'
  | 'rc4'
  | 'short-key'
  | 'md5'
  | 'small-block'
  | 'no-forward-secrecy'
  | 'cbc-sha1'
  | 'cbc'
  | 'short-tag'
  | 'finite-field'
  | 'rare';

/** Each fault with what it shows itself by in the name. The first that fits is the worst. */
const signs: readonly (readonly [SuiteFault, RegExp])[] = [
  ['no-encryption', /_WITH_NULL_|_NULL_NULL|_SHA(?:256|384)_SHA(?:256|384)$/],
  ['anonymous', /_anon_/],
  ['export', /_EXPORT_/],
  ['rc4', /_RC4_/],
  ['short-key', /_DES_CBC_|_DES40_|_RC2_CBC_40_|_RC4_40_/],
  ['md5', /_MD5$/],
  ['small-block', /_3DES_|_IDEA_|_28147_|_MAGMA_/],
  ['no-forward-secrecy', /^(?:TLS|SSL)_(?:RSA|DH_RSA|DH_DSS|ECDH_RSA|ECDH_ECDSA)_|^TLS_GOST\w+_(?:OMAC|IMIT)$/],
  ['cbc-sha1', /_CBC_SHA$/],
  ['cbc', /_CBC_/],
  ['short-tag', /_CCM_8(?:_|$)/],
  ['finite-field', /^TLS_DHE_/],
  ['rare', /_CAMELLIA_|_ARIA_|_SEED_|_SM4_|_KUZNYECHIK_|_AEGIS_|^OLD_/],
];

/** The worst that is weak about a suite; undefined when nothing is. By IANA name. */
export function suiteFault(name: string): SuiteFault | undefined {
  return signs.find(([, pattern]) => pattern.test(name))?.[0];
}

const order: readonly (SuiteFault | undefined)[] = [undefined, ...signs.map(([fault]) => fault).reverse()];

/** Suites that agree without a certificate's key: a secret both know, a password, Kerberos. A scan knows none. */
const needsSecret = /_PSK_|_PSK$|_SRP_|_ECJPAKE_|_ECCPWD_|_KRB5_/;
/** Signals that stand in the list without being suites (RFC 5746 §3.3, RFC 7507). */
const signals: ReadonlySet<number> = new Set([0x0000, 0x00ff, 0x5600]);
/** TLS 1.3 (RFC 8446 §B.4, RFC 8998, RFC 9150, RFC 9367): their names say nothing about the key exchange. */
const modern = /^TLS_(?:AES|CHACHA20|AEGIS|SM4)_|_MGM_[LS]$|^TLS_SHA(?:256|384)_SHA/;
/** What TLS 1.1 and older can do: HMAC with SHA-1 or MD5, and no AEAD. */
const old = /_(?:SHA|MD5)$/;

const all: readonly number[] = Object.keys(cipherSuites)
  .map(Number)
  .filter((suite) => !signals.has(suite) && !needsSecret.test(cipherSuiteName(suite)))
  .sort(strongestFirst);

/** Every suite that can be agreed on in a version, strongest first. */
export function suitesOf(version: number): readonly number[] {
  const isModern = (suite: number) => modern.test(cipherSuiteName(suite));
  if (version === TLS13) return all.filter(isModern);
  const before = all.filter((suite) => !isModern(suite));
  return version === TLS12 ? before : before.filter((suite) => old.test(cipherSuiteName(suite)));
}

/** By fault, then the key exchange, then the length of the key: our order where the client's decides. */
function strongestFirst(a: number, b: number): number {
  return rank(a) - rank(b) || a - b;
}

function rank(suite: number): number {
  const name = cipherSuiteName(suite);
  const exchange = { ecdhe: 0, other: 0, dhe: 1, rsa: 2, psk: 3 }[keyExchangeOf(suite)];
  const bits = /_256_|CHACHA20/.test(name) ? 0 : 1;
  const mode = /_GCM_/.test(name) ? 0 : /CHACHA20/.test(name) ? 1 : 2;
  return order.indexOf(suiteFault(name)) * 100 + exchange * 10 + bits * 5 + mode;
}
