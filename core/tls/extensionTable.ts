import { decodeName, formatName } from '#core/certificate/name.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { shownHex, shownText } from './bytes.ts';
import { groupName } from './group.ts';
import type { Reader } from './reader.ts';
import type { FieldValue, SctRecord } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';
import { versionName } from './version.ts';

type Fields = Record<string, FieldValue>;

/** The message an extension stands in: its content depends on it. */
export type ExtensionPlace =
  | 'ClientHello'
  | 'ServerHello'
  | 'HelloRetryRequest'
  | 'EncryptedExtensions'
  | 'CertificateRequest'
  | 'Certificate'
  | 'NewSessionTicket';

/**
 * What each extension holds, by number. To add one: write its line here, and its name in extensionType.ts if it is missing.
 * Readers take what they know; what is left over is reported by the caller. Not listed: shown as hex, or empty.
 */
export const extensionReaders: Readonly<Record<number, (reader: Reader, place: ExtensionPlace) => Fields>> = {
  0: (reader, place) => (place === 'ClientHello' ? { hostName: readServerName(reader) ?? null } : {}),
  1: (reader) => ({ maximumBytes: 2 ** (8 + reader.u8('the length')) }), // RFC 6066 §4: 1 is 2^9 … 4 is 2^12
  4: () => ({}),
  5: readStatus,
  10: (reader) => ({ groups: reader.list16(2, 'the groups').map(groupName) }),
  11: (reader) => ({ formats: [...reader.opaque(1, 'the formats')].map(pointFormatName) }),
  13: readSchemes,
  15: (reader) => ({ mode: reader.u8('the mode') === 1 ? 'peer_allowed_to_send' : 'peer_not_allowed_to_send' }),
  16: (reader) => ({ protocols: readProtocols(reader) }),
  18: (reader) => (reader.left === 0 ? {} : { timestamps: readScts(reader).map((sct) => ({ ...sct })) }),
  19: (reader, place) => readCertificateTypes(reader, place),
  20: (reader, place) => readCertificateTypes(reader, place),
  21: (reader) => ({ padding: reader.rest().length }),
  22: () => ({}),
  23: () => ({}),
  27: (reader) => ({ algorithms: reader.list16(1, 'the algorithms').map(compressionName) }),
  28: (reader) => ({ maximumBytes: reader.u16('the limit') }),
  34: readSchemes,
  35: (reader) => ({ ticketBytes: reader.rest().length }),
  41: readPreSharedKey,
  42: (reader, place) => (place === 'NewSessionTicket' ? { maxEarlyData: reader.u32('the size') } : {}),
  43: readVersions,
  44: (reader) => ({ cookieBytes: reader.opaque(2, 'the cookie').length }),
  45: (reader) => ({ modes: [...reader.opaque(1, 'the modes')].map((mode) => ['psk_ke', 'psk_dhe_ke'][mode] ?? mode) }),
  47: (reader) => ({ authorities: readAuthorities(reader) }),
  49: () => ({}),
  50: readSchemes,
  51: readKeyShare,
  17513: readApplicationSettings,
  17613: readApplicationSettings,
  65037: readEncryptedHello,
  65281: (reader) => ({ renegotiatedConnection: shownHex(reader.opaque(1, 'the connection')) }),
};

/** The host name of server_name in a ClientHello (RFC 6066 §3); undefined when there is none. */
export function readServerName(reader: Reader): string | undefined {
  const list = reader.vector(2, 'the names');
  let host: string | undefined;
  while (list.left > 0) {
    const kind = list.u8('a name');
    const name = list.opaque(2, 'a name');
    if (kind === 0) host ??= shownText(name);
  }
  return host;
}

/** Protocol names of ALPN (RFC 7301 §3.1). Names that are not text are '0x' and hex. */
export function readProtocols(reader: Reader): string[] {
  return readProtocolBytes(reader).map(shownText);
}

export function readProtocolBytes(reader: Reader): Uint8Array[] {
  const list = reader.vector(2, 'the protocols');
  const protocols: Uint8Array[] = [];
  while (list.left > 0) protocols.push(list.opaque(1, 'a protocol'));
  return protocols;
}

/** Signed certificate timestamps (RFC 6962 §3.3). A later version than 1 is left out: its shape is not known. */
export function readScts(reader: Reader): SctRecord[] {
  const list = reader.vector(2, 'the timestamps');
  const scts: SctRecord[] = [];
  while (list.left > 0) {
    const sct = list.vector(2, 'a timestamp');
    if (sct.u8('a timestamp') !== 0) {
      sct.rest();
      continue;
    }
    const logId = toHex(sct.take(32, 'a log id'));
    const timestamp = sct.u32('a time') * 2 ** 32 + sct.u32('a time');
    sct.rest(); // extensions and the signature, which the certificate view checks
    scts.push({ logId, timestamp });
  }
  return scts;
}

/** Distinguished names of authorities, RFC 4514 (RFC 8446 §4.2.4; RFC 5246 §7.4.4). One that cannot be read is '0x' and hex. */
export function readAuthorities(reader: Reader): string[] {
  const list = reader.vector(2, 'the authorities');
  const names: string[] = [];
  while (list.left > 0) {
    const der = list.opaque(2, 'an authority');
    const name = decodeName(der);
    names.push(name.ok ? formatName(name.value) : `0x${shownHex(der)}`);
  }
  return names;
}

/** One share, or the list of a ClientHello, or the group a HelloRetryRequest asks for (RFC 8446 §4.2.8). */
function readKeyShare(reader: Reader, place: ExtensionPlace): Fields {
  if (place === 'HelloRetryRequest') return { group: groupName(reader.u16('the group')) };
  if (place !== 'ClientHello') return readShare(reader);
  const list = reader.vector(2, 'the shares');
  const shares: Fields[] = [];
  while (list.left > 0) shares.push(readShare(list));
  return { shares };
}

function readShare(reader: Reader): Fields {
  const group = groupName(reader.u16('a share'));
  const key = reader.opaque(2, 'a share');
  return { group, keyBytes: key.length, key: shownHex(key) };
}

function readVersions(reader: Reader, place: ExtensionPlace): Fields {
  if (place !== 'ClientHello') return { version: versionName(reader.u16('the version')) };
  return { versions: reader.list16(1, 'the versions').map(versionName) };
}

function readSchemes(reader: Reader): Fields {
  return { signatureSchemes: reader.list16(2, 'the schemes').map(signatureSchemeName) };
}

/** RFC 6066 §8; in TLS 1.3 the response stands in the Certificate message (RFC 8446 §4.4.2.1). */
function readStatus(reader: Reader, place: ExtensionPlace): Fields {
  if (reader.left === 0) return {};
  const statusType = statusTypeName(reader.u8('the status type'));
  if (place === 'Certificate') return { statusType, responseBytes: reader.opaque(3, 'the response').length };
  const responders = reader.opaque(2, 'the responders').length;
  return { statusType, responderBytes: responders, requestExtensionBytes: reader.opaque(2, 'the extensions').length };
}

export function statusTypeName(number: number): string {
  return { 1: 'ocsp', 2: 'ocsp_multi' }[number] ?? `status ${number}`;
}

/** RFC 7250 §3: a list from the client, one from the server. */
function readCertificateTypes(reader: Reader, place: ExtensionPlace): Fields {
  const name = (number: number) => ({ 0: 'X.509', 1: 'OpenPGP', 2: 'RawPublicKey', 3: '1609Dot2' })[number] ?? number;
  if (place !== 'ClientHello') return { type: name(reader.u8('the type')) };
  return { types: [...reader.opaque(1, 'the types')].map(name) };
}

/** TLS Certificate Compression Algorithm IDs (RFC 8879 §7.3). */
export function compressionName(number: number): string {
  return { 1: 'zlib', 2: 'brotli', 3: 'zstd' }[number] ?? `compression ${number}`;
}

/** TLS EC Point Formats (RFC 8422 §5.1.2). */
function pointFormatName(number: number): string {
  return ['uncompressed', 'ansiX962_compressed_prime', 'ansiX962_compressed_char2'][number] ?? `format ${number}`;
}

/** RFC 8446 §4.2.11. Tickets and binders themselves tell nothing; their sizes and ages do. */
function readPreSharedKey(reader: Reader, place: ExtensionPlace): Fields {
  if (place !== 'ClientHello') return { selectedIdentity: reader.u16('the identity') };
  const list = reader.vector(2, 'the identities');
  const identities: Fields[] = [];
  while (list.left > 0)
    identities.push({ bytes: list.opaque(2, 'an identity').length, obfuscatedTicketAge: list.u32('the ticket age') });
  const binders = reader.vector(2, 'the binders');
  const binderBytes: number[] = [];
  while (binders.left > 0) binderBytes.push(binders.opaque(1, 'a binder').length);
  return { identities, binderBytes };
}

/** draft-vvv-tls-alps: the client lists protocols, the server answers with settings that only the protocol understands. */
function readApplicationSettings(reader: Reader, place: ExtensionPlace): Fields {
  return place === 'ClientHello' ? { protocols: readProtocols(reader) } : { settingsBytes: reader.rest().length };
}

/** Encrypted ClientHello (RFC 9849 §5). Clients without it send the outer form with random content. */
function readEncryptedHello(reader: Reader, place: ExtensionPlace): Fields {
  if (place === 'EncryptedExtensions') return { retryConfigBytes: reader.rest().length };
  if (place !== 'ClientHello') return { confirmation: shownHex(reader.rest()) };
  if (reader.u8('the form') === 1) return { form: 'inner' };
  const kdf = reader.u16('the key derivation');
  const aead = reader.u16('the cipher');
  const configId = reader.u8('the configuration');
  const keyBytes = reader.opaque(2, 'the key').length;
  return { form: 'outer', kdf, aead, configId, keyBytes, payloadBytes: reader.opaque(2, 'the payload').length };
}
