import { decodeName, formatName } from '#core/certificate/name.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { shownHex, shownSize, shownText } from './bytes.ts';
import { readDelegatedCredential } from './delegatedCredential.ts';
import { readEncryptedHello } from './encryptedHello.ts';
import type { ExtensionPlace } from './extensionPlace.ts';
import { extensionTypeName } from './extensionType.ts';
import { groupName } from './group.ts';
import type { Reader } from './reader.ts';
import type { FieldValue, SctRecord } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';
import { readStatus, readStatusV2 } from './stapledStatus.ts';
import { versionName } from './version.ts';

type Fields = Record<string, FieldValue>;

/** Extensions that say all by being there. */
const empty = (): Fields => ({});

/**
 * What each extension holds, by number. To add one: write its line here, and its name in extensionType.ts if it is missing.
 * Readers take what they know; what is left over is reported by the caller. Not listed: shown as hex, or empty.
 */
export const extensionReaders: Readonly<Record<number, (reader: Reader, place: ExtensionPlace) => Fields>> = {
  0: (reader, place) => (place === 'ClientHello' ? { hostName: readServerName(reader) ?? null } : {}),
  1: (reader) => ({ maximumBytes: fragmentBytes(reader.u8('the length', (code) => String(fragmentBytes(code)))) }),
  2: empty, // RFC 6066 §5
  3: (reader, place) => (place === 'ClientHello' ? readTrustedKeys(reader) : {}),
  4: empty,
  5: readStatus,
  6: (reader) => ({ types: reader.list8(1, 'the types', userMappingName).map(userMappingName) }), // RFC 4681 §2
  7: readAuthorizationFormats,
  8: readAuthorizationFormats,
  9: readCertificateTypes, // RFC 6091 §3.1
  10: (reader) => ({ groups: reader.list16(2, 'the groups', groupName).map(groupName) }),
  11: (reader) => ({ formats: reader.list8(1, 'the formats', pointFormatName).map(pointFormatName) }),
  12: (reader) => ({ identity: shownText(reader.opaque(1, 'the identity', shownText)) }), // RFC 5054 §2.8.1
  13: readSchemes,
  14: readSrtp,
  15: (reader) => ({ mode: heartbeatName(reader.u8('the mode', heartbeatName)) }),
  16: (reader) => ({ protocols: readProtocols(reader) }),
  17: (reader, place) => (place === 'ClientHello' ? readStatusV2(reader) : {}),
  18: (reader) => (reader.left === 0 ? {} : { timestamps: readScts(reader).map((sct) => ({ ...sct })) }),
  19: readCertificateTypes,
  20: readCertificateTypes,
  21: (reader) => ({ padding: reader.rest('the padding', shownSize).length }),
  22: empty,
  23: empty,
  24: readTokenBinding,
  25: readCached,
  27: (reader) => ({ algorithms: reader.list16(1, 'the algorithms', compressionName).map(compressionName) }),
  28: (reader) => ({ maximumBytes: reader.u16('the limit') }),
  33: empty, // RFC 8773 §4
  34: (reader, place) => (place === 'Certificate' ? readDelegatedCredential(reader) : readSchemes(reader)),
  35: (reader) => ({ ticketBytes: reader.rest('the ticket', shownSize).length }),
  41: readPreSharedKey,
  42: (reader, place) => (place === 'NewSessionTicket' ? { maxEarlyData: reader.u32('the size') } : {}),
  43: readVersions,
  44: (reader) => ({ cookieBytes: reader.opaque(2, 'the cookie').length }),
  45: (reader) => ({ modes: reader.list8(1, 'the modes', pskModeName).map(pskModeName) }),
  47: (reader) => ({ authorities: readAuthorities(reader) }),
  48: readOidFilters,
  49: empty,
  50: readSchemes,
  51: readKeyShare,
  52: (reader) => (reader.left === 0 ? {} : { items: readSizes(reader, 'an item') }), // RFC 9162 §6.5
  54: (reader) => ({ connectionId: shownHex(reader.opaque(1, 'the connection id')) }), // RFC 9146 §3
  55: (reader) => ({ bindingHash: shownHex(reader.opaque(1, 'the hash')) }), // RFC 8844 §3.1
  56: (reader) => ({ sessionId: shownHex(reader.opaque(1, 'the session id')) }), // RFC 8844 §4.1
  58: readTicketRequest,
  59: readDnssecChain,
  51764: (reader) => (reader.left === 0 ? {} : { anchors: readAnchors(reader) }),
  64768: (reader) => ({
    extensions: reader.list16(1, 'the extensions', extensionTypeName).map(extensionTypeName), // RFC 9849 §5.1
  }),
  13172: (reader) => (reader.left === 0 ? {} : { protocols: readNextProtocols(reader) }),
  17513: readApplicationSettings,
  17613: readApplicationSettings,
  30032: empty,
  65037: readEncryptedHello,
  65281: (reader) => ({ renegotiatedConnection: shownHex(reader.opaque(1, 'the connection')) }),
};

/** RFC 6066 §4: 1 is 2^9 … 4 is 2^12. */
export function fragmentBytes(code: number): number {
  return 2 ** (8 + code);
}

/** The host name of server_name in a ClientHello (RFC 6066 §3); undefined when there is none. */
export function readServerName(reader: Reader): string | undefined {
  const list = reader.vector(2, 'the names');
  let host: string | undefined;
  while (list.left > 0) {
    const kind = list.u8('a name type', (type) => (type === 0 ? 'host_name' : String(type)));
    const name = list.opaque(2, 'a name', shownText);
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
  while (list.left > 0) protocols.push(list.opaque(1, 'a protocol', shownText));
  return protocols;
}

/** Signed certificate timestamps (RFC 6962 §3.3). A later version than 1 is left out: its shape is not known. */
export function readScts(reader: Reader): SctRecord[] {
  const list = reader.vector(2, 'the timestamps');
  const scts: SctRecord[] = [];
  while (list.left > 0) {
    const sct = list.vector(2, 'a timestamp');
    if (sct.u8('a version') !== 0) {
      sct.rest();
      continue;
    }
    const logId = toHex(sct.take(32, 'a log id'));
    const timestamp = readTime(sct);
    sct.rest('the extensions and signature'); // which the certificate view checks
    scts.push({ logId, timestamp });
  }
  return scts;
}

/** ms since the Unix epoch in eight bytes. */
function readTime(reader: Reader): number {
  let time = 0;
  for (const byte of reader.take(8, 'a time')) time = time * 256 + byte;
  return time;
}

/** Distinguished names of authorities, RFC 4514 (RFC 8446 §4.2.4; RFC 5246 §7.4.4). One that cannot be read is '0x' and hex. */
export function readAuthorities(reader: Reader): string[] {
  const list = reader.vector(2, 'the authorities');
  const names: string[] = [];
  while (list.left > 0) names.push(authorityName(list.opaque(2, 'an authority', authorityName)));
  return names;
}

function authorityName(der: Uint8Array): string {
  const name = decodeName(der);
  return name.ok ? formatName(name.value) : `0x${shownHex(der)}`;
}

/** One share, or the list of a ClientHello, or the group a HelloRetryRequest asks for (RFC 8446 §4.2.8). */
function readKeyShare(reader: Reader, place: ExtensionPlace): Fields {
  if (place === 'HelloRetryRequest') return { group: groupName(reader.u16('the group', groupName)) };
  if (place !== 'ClientHello') return readShare(reader);
  const list = reader.vector(2, 'the shares');
  const shares: Fields[] = [];
  while (list.left > 0) shares.push(list.group('a share', () => readShare(list)));
  return { shares };
}

function readShare(reader: Reader): Fields {
  const group = groupName(reader.u16('the group', groupName));
  const key = reader.opaque(2, 'the key');
  return { group, keyBytes: key.length, key: shownHex(key) };
}

function readVersions(reader: Reader, place: ExtensionPlace): Fields {
  if (place !== 'ClientHello') return { version: versionName(reader.u16('the version', versionName)) };
  return { versions: reader.list16(1, 'the versions', versionName).map(versionName) };
}

function readSchemes(reader: Reader): Fields {
  return { signatureSchemes: reader.list16(2, 'the schemes', signatureSchemeName).map(signatureSchemeName) };
}

/** RFC 6066 §6: authorities the client knows, by hash or by name. */
function readTrustedKeys(reader: Reader): Fields {
  const names = ['pre_agreed', 'key_sha1_hash', 'x509_name', 'cert_sha1_hash'];
  const nameOf = (type: number) => names[type] ?? String(type);
  const list = reader.vector(2, 'the authorities');
  const authorities: Fields[] = [];
  while (list.left > 0) {
    const type = list.u8('an identifier type', nameOf);
    if (type === 2)
      authorities.push({ type: nameOf(type), name: authorityName(list.opaque(2, 'a name', authorityName)) });
    else if (type === 1 || type === 3) authorities.push({ type: nameOf(type), hash: toHex(list.take(20, 'a hash')) });
    else if (type === 0) authorities.push({ type: nameOf(type) });
    else list.fail('an authority of an unknown type');
  }
  return { authorities };
}

/** RFC 4681 §2. */
function userMappingName(number: number): string {
  return number === 64 ? 'upn_domain_hint' : String(number);
}

/** TLS Authorization Data Formats (RFC 5878 §2). */
function readAuthorizationFormats(reader: Reader): Fields {
  const names = ['x509_attr_cert', 'saml_assertion', 'x509_attr_cert_url', 'saml_assertion_url'];
  const nameOf = (format: number) => names[format] ?? String(format);
  return { formats: reader.list8(1, 'the formats', nameOf).map(nameOf) };
}

/** RFC 7250 §3, RFC 6091 §3.1: a list from the client, one from the server. */
function readCertificateTypes(reader: Reader, place: ExtensionPlace): Fields {
  const nameOf = (type: number) => ['X.509', 'OpenPGP', 'RawPublicKey', '1609Dot2'][type] ?? String(type);
  if (place !== 'ClientHello') return { type: nameOf(reader.u8('the type', nameOf)) };
  return { types: reader.list8(1, 'the types', nameOf).map(nameOf) };
}

/** RFC 5764 §4.1.1; names of the registry "DTLS-SRTP Protection Profiles" without their prefix. */
function readSrtp(reader: Reader): Fields {
  const names: Readonly<Record<number, string>> = {
    1: 'SRTP_AES128_CM_HMAC_SHA1_80',
    2: 'SRTP_AES128_CM_HMAC_SHA1_32',
    5: 'SRTP_NULL_HMAC_SHA1_80',
    6: 'SRTP_NULL_HMAC_SHA1_32',
    7: 'SRTP_AEAD_AES_128_GCM',
    8: 'SRTP_AEAD_AES_256_GCM',
  };
  const nameOf = (profile: number) => names[profile] ?? String(profile);
  const profiles = reader.list16(2, 'the profiles', nameOf).map(nameOf);
  return { profiles, mkiBytes: reader.opaque(1, 'the master key identifier').length };
}

/** RFC 6520 §2. */
function heartbeatName(number: number): string {
  return number === 1 ? 'peer_allowed_to_send' : 'peer_not_allowed_to_send';
}

/** RFC 8472 §2. */
function readTokenBinding(reader: Reader): Fields {
  const nameOf = (type: number) => ['rsa2048_pkcs1.5', 'rsa2048_pss', 'ecdsap256'][type] ?? String(type);
  const major = reader.u8('the major version');
  const version = `${major}.${reader.u8('the minor version')}`;
  return { version, keyParameters: reader.list8(1, 'the key parameters', nameOf).map(nameOf) };
}

/** RFC 7924 §3: with a hash from the client, without one from the server. */
function readCached(reader: Reader, place: ExtensionPlace): Fields {
  const nameOf = (type: number) => ({ 1: 'cert', 2: 'cert_req' })[type] ?? String(type);
  const list = reader.vector(2, 'the objects');
  const objects: Fields[] = [];
  while (list.left > 0) {
    const type = nameOf(list.u8('an object', nameOf));
    objects.push(place === 'ClientHello' ? { type, hash: shownHex(list.opaque(1, 'a hash')) } : { type });
  }
  return { objects };
}

/** TLS Certificate Compression Algorithm IDs (RFC 8879 §7.3). */
export function compressionName(number: number): string {
  return { 1: 'zlib', 2: 'brotli', 3: 'zstd' }[number] ?? `compression ${number}`;
}

/** TLS EC Point Formats (RFC 8422 §5.1.2). */
function pointFormatName(number: number): string {
  return ['uncompressed', 'ansiX962_compressed_prime', 'ansiX962_compressed_char2'][number] ?? `format ${number}`;
}

/** RFC 8446 §4.2.9. */
function pskModeName(number: number): string {
  return ['psk_ke', 'psk_dhe_ke'][number] ?? `mode ${number}`;
}

/** RFC 8446 §4.2.11. Tickets and binders themselves tell nothing; their sizes and ages do. */
function readPreSharedKey(reader: Reader, place: ExtensionPlace): Fields {
  if (place !== 'ClientHello') return { selectedIdentity: reader.u16('the identity') };
  const identities = readIdentities(reader).map(({ identity, obfuscatedTicketAge }) => ({
    bytes: identity.length,
    obfuscatedTicketAge,
  }));
  const binders = reader.vector(2, 'the binders');
  const binderBytes: number[] = [];
  while (binders.left > 0) binderBytes.push(binders.opaque(1, 'a binder').length);
  return { identities, binderBytes };
}

/** What a client offers to resume: session tickets, or names of keys agreed on beforehand. */
export function readIdentities(
  reader: Reader,
): readonly { readonly identity: Uint8Array; readonly obfuscatedTicketAge: number }[] {
  const list = reader.vector(2, 'the identities');
  const identities: { identity: Uint8Array; obfuscatedTicketAge: number }[] = [];
  while (list.left > 0) {
    identities.push(
      list.group('an identity', () => ({
        identity: list.opaque(2, 'an identity', shownSize),
        obfuscatedTicketAge: list.u32('the ticket age'),
      })),
    );
  }
  return identities;
}

/** RFC 8446 §4.2.5: extensions a client certificate must have. */
function readOidFilters(reader: Reader): Fields {
  const list = reader.vector(2, 'the filters');
  const filters: Fields[] = [];
  while (list.left > 0) {
    filters.push(
      list.group('a filter', () => ({
        oid: shownHex(list.opaque(1, 'an object identifier')),
        values: shownHex(list.opaque(2, 'the values')),
      })),
    );
  }
  return { filters };
}

/** draft-ietf-tls-trust-anchor-ids §4: relative object identifiers of authorities, as DER content in hex. */
function readAnchors(reader: Reader): string[] {
  const list = reader.vector(2, 'the anchors');
  const anchors: string[] = [];
  while (list.left > 0) anchors.push(shownHex(list.opaque(1, 'an anchor')));
  return anchors;
}

/** How long each of several parts is. */
function readSizes(reader: Reader, what: string): number[] {
  const list = reader.vector(2, 'the items');
  const sizes: number[] = [];
  while (list.left > 0) sizes.push(list.opaque(2, what).length);
  return sizes;
}

/** RFC 9149 §3: how many tickets are wanted, and how many will come. */
function readTicketRequest(reader: Reader, place: ExtensionPlace): Fields {
  if (place !== 'ClientHello') return { expected: reader.u8('the number expected') };
  return { newSessions: reader.u8('the number for new sessions'), resumed: reader.u8('the number for resumptions') };
}

/** RFC 9102 §2.2. The records of the chain are not looked into. */
function readDnssecChain(reader: Reader, place: ExtensionPlace): Fields {
  if (place === 'ClientHello') return { port: reader.u16('the port') };
  return { supportHours: reader.u16('the lifetime'), chainBytes: reader.rest('the chain').length };
}

/** draft-agl-tls-nextprotoneg-04: names to the end, without a length before all. */
function readNextProtocols(reader: Reader): string[] {
  const protocols: string[] = [];
  while (reader.left > 0) protocols.push(shownText(reader.opaque(1, 'a protocol', shownText)));
  return protocols;
}

/** draft-vvv-tls-alps: the client lists protocols, the server answers with settings that only the protocol understands. */
function readApplicationSettings(reader: Reader, place: ExtensionPlace): Fields {
  return place === 'ClientHello'
    ? { protocols: readProtocols(reader) }
    : { settingsBytes: reader.rest('the settings').length };
}
