import { toHex } from '#core/certificate/fingerprint.ts';
import { shownHex } from './bytes.ts';
import { cipherSuiteName } from './cipherSuite.ts';
import { describeExtensions, findExtension, readExtensions, type Extension } from './extension.ts';
import type { ExtensionPlace } from './extensionPlace.ts';
import { extensionType } from './extensionType.ts';
import { Reader } from './reader.ts';
import type { FieldValue } from './report.ts';
import { versionName } from './version.ts';

/** A ClientHello (RFC 8446 §4.1.2), its numbers as sent, GREASE included. */
export interface ClientHello {
  readonly legacyVersion: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuites: readonly number[];
  readonly compressions: readonly number[];
  readonly extensions: readonly Extension[];
}

/** A ServerHello (RFC 8446 §4.1.3; RFC 5246 §7.4.1.3), or a HelloRetryRequest, which has the same shape. */
export interface ServerHello {
  readonly legacyVersion: number;
  /** What was agreed on: supported_versions when it is there, else the legacy version. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly cipherSuite: number;
  readonly compression: number;
  readonly extensions: readonly Extension[];
  readonly retry: boolean;
}

/** SHA-256 of 'HelloRetryRequest': the random that marks one (RFC 8446 §4.1.3). */
const RETRY_RANDOM = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';

/** Always a value: what could not be read is empty, and `reader.fault` says so. */
export function readClientHello(reader: Reader): ClientHello {
  return {
    legacyVersion: reader.u16('the legacy version', versionName),
    random: reader.take(32, 'the random'),
    sessionId: reader.opaque(1, 'the session id'),
    cipherSuites: reader.list16(2, 'the cipher suites', cipherSuiteName),
    compressions: reader.list8(1, 'the compression methods', compressionName),
    // Before TLS 1.2 a hello may end here.
    extensions: reader.left > 0 ? readExtensions(reader, 'ClientHello') : [],
  };
}

/** Always a value: what could not be read is empty, and `reader.fault` says so. */
export function readServerHello(reader: Reader): ServerHello {
  const legacyVersion = reader.u16('the legacy version', versionName);
  const random = reader.take(32, 'the random');
  const sessionId = reader.opaque(1, 'the session id');
  const cipherSuite = reader.u16('the cipher suite', cipherSuiteName);
  const compression = reader.u8('the compression method', compressionName);
  const retry = toHex(random) === RETRY_RANDOM;
  const extensions = reader.left > 0 ? readExtensions(reader, placeOf(retry)) : [];
  const agreed = findExtension(extensions, extensionType.supportedVersions);
  const version = agreed?.length === 2 ? new Reader(agreed).u16('the version') : legacyVersion;
  return { legacyVersion, version, random, sessionId, cipherSuite, compression, extensions, retry };
}

function placeOf(retry: boolean): ExtensionPlace {
  return retry ? 'HelloRetryRequest' : 'ServerHello';
}

export function describeClientHello(hello: ClientHello): Record<string, FieldValue> {
  return {
    legacyVersion: versionName(hello.legacyVersion),
    random: toHex(hello.random),
    sessionId: shownHex(hello.sessionId),
    cipherSuites: hello.cipherSuites.map(cipherSuiteName),
    compressionMethods: hello.compressions.map(compressionName),
    extensions: describeExtensions(hello.extensions, 'ClientHello'),
  };
}

export function describeServerHello(hello: ServerHello): Record<string, FieldValue> {
  const sentinel = downgradeOf(hello);
  return {
    legacyVersion: versionName(hello.legacyVersion),
    version: versionName(hello.version),
    random: toHex(hello.random),
    ...(sentinel === undefined ? {} : { downgradeSentinel: sentinel }),
    sessionId: shownHex(hello.sessionId),
    cipherSuite: cipherSuiteName(hello.cipherSuite),
    compressionMethod: compressionName(hello.compression),
    extensions: describeExtensions(hello.extensions, placeOf(hello.retry)),
  };
}

/** What a server says at the end of its random when it knows a later version than it agreed to (RFC 8446 §4.1.3). */
function downgradeOf(hello: ServerHello): string | undefined {
  const tail = toHex(hello.random.subarray(24));
  if (tail === '444f574e47524401') return 'The server knows TLS 1.3.';
  if (tail === '444f574e47524400') return 'The server knows TLS 1.2 or 1.3.';
  return undefined;
}

/** TLS Compression Method Identifiers (RFC 3749; RFC 3943). */
export function compressionName(number: number): string {
  return { 0: 'null', 1: 'DEFLATE', 64: 'LZS' }[number] ?? `compression ${number}`;
}
