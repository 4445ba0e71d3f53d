import { concat } from '#core/certificate/bytes.ts';
import { javaPassword } from '#core/certificate/container/javaKey.ts';
import type { Hash } from '#core/certificate/signed.ts';

/** The password every Java installation expects of a store of authorities (JDK's own cacerts). It proves nothing; it is asked for. */
export const JKS_PASSWORD = 'changeit';

/** A certificate on its way into a store. */
export interface TrustedEntry {
  /** Java compares names without case: they are written in lower case, and a second of one name gets a number. */
  readonly alias: string;
  readonly der: Uint8Array;
}

const MAGIC = [0xfe, 0xed, 0xfe, 0xed];
const VERSION = 2;
const TRUSTED = 2;
const PHRASE = 'Mighty Aphrodite';
/** An alias is written with a length of two bytes; nobody reads a longer one. */
const MAX_ALIAS = 200;

/**
 * A Java key store of trusted certificates, as OpenJDK writes it (sun.security.provider.JavaKeyStore): every JVM since 1.2 reads it
 * with `keytool -list -keystore FILE -storepass changeit` or as javax.net.ssl.trustStore.
 *
 * @param at when the entries were made, ms UTC
 */
export function javaTrustStore(entries: readonly TrustedEntry[], at: number, hash: Hash): Uint8Array {
  const aliases = distinct(entries.map(({ alias }) => alias));
  const body = concat([
    Uint8Array.from(MAGIC),
    number(VERSION, 4),
    number(entries.length, 4),
    ...entries.flatMap(({ der }, index) => [
      number(TRUSTED, 4),
      text(aliases[index] ?? ''),
      number(at, 8),
      text('X.509'),
      number(der.length, 4),
      der,
    ]),
  ]);
  const proof = concat([javaPassword(JKS_PASSWORD), new TextEncoder().encode(PHRASE), body]);
  return concat([body, hash('SHA-1', proof)]);
}

function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const base = plain(name) || 'certificate';
    let alias = base;
    for (let count = 2; taken.has(alias); count++) alias = `${base} (${count})`;
    taken.add(alias);
    return alias;
  });
}

/** Java's UTF-8 writes what lies beyond U+FFFF, and NUL, in a way of its own: those become a question mark. */
function plain(name: string): string {
  return [...name.toLowerCase()]
    .slice(0, MAX_ALIAS)
    .map((char) => ((char.codePointAt(0) ?? 0) > 0xffff || char === '\0' ? '?' : char))
    .join('')
    .trim();
}

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return concat([number(bytes.length, 2), bytes]);
}

/** Big-endian. */
function number(value: number, width: number): Uint8Array {
  return Uint8Array.from({ length: width }, (_, at) => Math.floor(value / 256 ** (width - 1 - at)) % 256);
}
