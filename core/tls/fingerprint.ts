import { toHex } from '#core/certificate/fingerprint.ts';
import { openExtension } from './extension.ts';
import { readProtocolBytes } from './extensionTable.ts';
import { extensionType } from './extensionType.ts';
import type { ClientHello, ServerHello } from './hello.ts';
import { isGrease } from './registry.ts';

/**
 * The JA3 string of a ClientHello, of which the fingerprint is the MD5 (github.com/salesforce/ja3).
 *
 * Decimal numbers: version, cipher suites, extensions, groups, point formats; without GREASE.
 */
export function ja3Text(hello: ClientHello): string {
  const groups = openExtension(hello.extensions, extensionType.supportedGroups)?.list16(2, 'the groups') ?? [];
  const formats = openExtension(hello.extensions, extensionType.ecPointFormats)?.opaque(1, 'the formats') ?? [];
  const lists = [hello.cipherSuites, hello.extensions.map(({ type }) => type), groups, [...formats]];
  return [hello.legacyVersion, ...lists.map((list) => withoutGrease(list).join('-'))].join(',');
}

/** The JA3S string of a ServerHello: version, cipher suite, extensions (github.com/salesforce/ja3). */
export function ja3sText(hello: ServerHello): string {
  return [hello.legacyVersion, hello.cipherSuite, hello.extensions.map(({ type }) => type).join('-')].join(',');
}

/** Lower-case hex of a SHA-256. */
export type Sha256 = (text: string) => string;

/** What a list that is empty hashes to in JA4. */
const EMPTY_HASH = '000000000000';

/**
 * The JA4 fingerprint of a ClientHello over TCP, e.g. 't13d1516h2_8daaf6152771_e5627efa2ab1'
 * (github.com/FoxIO-LLC/ja4, technical_details/JA4.md; the part under the BSD-3 licence).
 */
export function ja4(hello: ClientHello, sha256: Sha256): string {
  const suites = withoutGrease(hello.cipherSuites).map(hex4);
  const types = withoutGrease(hello.extensions.map(({ type }) => type));
  const serverName = types.includes(extensionType.serverName) ? 'd' : 'i';
  const head = `t${ja4Version(hello)}${serverName}${count(suites)}${count(types)}${ja4Protocol(hello)}`;
  const short = (text: string) => sha256(text).slice(0, 12);
  const hashed = types
    .filter((type) => type !== extensionType.serverName && type !== extensionType.alpn)
    .map(hex4)
    .sort();
  const schemes = openExtension(hello.extensions, extensionType.signatureAlgorithms)?.list16(2, 'the schemes') ?? [];
  const schemeText = withoutGrease(schemes).map(hex4).join(',');
  const extensionText = schemeText === '' ? hashed.join(',') : `${hashed.join(',')}_${schemeText}`;
  const suiteHash = suites.length === 0 ? EMPTY_HASH : short(suites.sort().join(','));
  return `${head}_${suiteHash}_${types.length === 0 ? EMPTY_HASH : short(extensionText)}`;
}

function ja4Version(hello: ClientHello): string {
  const offered = openExtension(hello.extensions, extensionType.supportedVersions)?.list16(1, 'the versions') ?? [];
  const version = offered.length === 0 ? hello.legacyVersion : Math.max(...withoutGrease(offered), 0);
  return { 0x0304: '13', 0x0303: '12', 0x0302: '11', 0x0301: '10', 0x0300: 's3', 0x0002: 's2' }[version] ?? '00';
}

/** First and last character of the first protocol; of its hex when one of them is no letter or digit. */
function ja4Protocol(hello: ClientHello): string {
  const reader = openExtension(hello.extensions, extensionType.alpn);
  const [protocol] = reader ? readProtocolBytes(reader) : [];
  const first = protocol?.[0];
  const last = protocol?.at(-1);
  if (protocol === undefined || first === undefined || last === undefined) return '00';
  const ends = String.fromCharCode(first, last);
  const hex = toHex(protocol);
  return /^[0-9A-Za-z]{2}$/.test(ends) ? ends : `${hex[0]}${hex.at(-1)}`;
}

function withoutGrease(numbers: readonly number[]): number[] {
  return numbers.filter((number) => !isGrease(number));
}

function hex4(number: number): string {
  return number.toString(16).padStart(4, '0');
}

/** Two digits; 99 stands for more. */
function count(list: readonly unknown[]): string {
  return String(Math.min(list.length, 99)).padStart(2, '0');
}
