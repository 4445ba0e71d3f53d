import { joinBytes } from '#core/tls/bytes.ts';
import { extensionType } from '#core/tls/extensionType.ts';
import { handshakeType } from '#core/tls/handshakeType.ts';
import { TLS12, TLS13 } from '#core/tls/version.ts';
import { ascii, list16, message, u16, u8, vector } from './writer.ts';

/** What a ClientHello offers. Lists are in the order of preference; one that is absent is not mentioned. */
export interface HelloOffer {
  /** The highest version; TLS 1.3 is offered alone, older ones as "up to this". */
  readonly version: number;
  readonly ciphers: readonly number[];
  readonly groups?: readonly number[];
  readonly signatureSchemes?: readonly number[];
  /** For the signatures in certificates; absent: as `signatureSchemes`. */
  readonly certificateSchemes?: readonly number[];
  /** Absent: no server_name. */
  readonly serverName?: string;
  readonly alpn?: readonly string[];
  /** CompressionMethod numbers; [0] unless told. */
  readonly compressions?: readonly number[];
  /** Ask for everything a server can say in a handshake: staple, timestamps, ticket, heartbeat, compressed certificate. */
  readonly extras?: boolean;
}

/** What differs from one hello to the next: passed in, because core/ has no randomness. */
export interface HelloNonces {
  /** 32 bytes each. */
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
}

/** A public key for the key exchange of TLS 1.3, by the number of its group. */
export interface KeyShare {
  readonly group: number;
  readonly key: Uint8Array;
}

export interface HelloRest {
  /** TLS 1.3: none makes the server name the group it wants in a HelloRetryRequest (RFC 8446 §4.2.8), which costs no key. */
  readonly shares?: readonly KeyShare[];
  /** Of a HelloRetryRequest. */
  readonly cookie?: Uint8Array;
}

const SSL3_HELLO_ENDS_HERE = 0x0300;

/**
 * The ClientHello message (RFC 8446 §4.1.2; RFC 5246 §7.4.1.2) that offers exactly this, without its record.
 *
 * A library can neither offer what it was built without (SSL 3.0, RC4, ffdhe8192) nor leave out what it always says, so a scan
 * writes its own. It is never completed with a request: it asks, and reads the answer.
 */
export function buildClientHello(
  offer: HelloOffer,
  { random, sessionId }: HelloNonces,
  rest: HelloRest = {},
): Uint8Array {
  const { version, ciphers, compressions = [0] } = offer;
  const modern = version === TLS13;
  const head = [
    u16(modern ? TLS12 : version),
    random,
    // TLS 1.3 through old middleboxes: a session id that looks like one (RFC 8446 §D.4).
    vector(1, modern ? sessionId : new Uint8Array(0)),
    list16(2, ciphers),
    vector(1, Uint8Array.from(compressions)),
  ];
  // SSL 3.0 (RFC 6101 §5.6.1.2) knows no extensions; servers that knew only it stumbled over them.
  const extensions = version === SSL3_HELLO_ENDS_HERE ? [] : [vector(2, ...extensionsOf(offer, rest))];
  return message(handshakeType.clientHello, ...head, ...extensions);
}

function extensionsOf(offer: HelloOffer, rest: HelloRest): readonly Uint8Array[] {
  const { version, groups, signatureSchemes, certificateSchemes, serverName, alpn, extras = false } = offer;
  const modern = version === TLS13;
  const present: readonly (readonly [type: number, content: Uint8Array] | undefined)[] = [
    serverName === undefined ? undefined : [extensionType.serverName, serverNameContent(serverName)],
    groups && [extensionType.supportedGroups, list16(2, groups)],
    groups && !modern ? [extensionType.ecPointFormats, vector(1, u8(0))] : undefined,
    signatureSchemes && [extensionType.signatureAlgorithms, list16(2, signatureSchemes)],
    certificateSchemes && [number.signatureAlgorithmsCert, list16(2, certificateSchemes)],
    alpn && [extensionType.alpn, vector(2, ...alpn.map((name) => vector(1, ascii(name))))],
    ...(extras ? asking : []),
    extras && modern ? [number.compressCertificate, list16(1, [1, 2, 3])] : undefined,
    ...(modern ? [] : older),
    modern ? [extensionType.supportedVersions, list16(1, [TLS13])] : undefined,
    modern ? [number.pskKeyExchangeModes, vector(1, u8(1))] : undefined,
    rest.cookie && [number.cookie, vector(2, rest.cookie)],
    modern ? [extensionType.keyShare, keyShareContent(rest.shares ?? [])] : undefined,
  ];
  return present.flatMap((extension) => (extension ? [joinBytes([u16(extension[0]), vector(2, extension[1])])] : []));
}

/** Numbers of extensions that only a scan sends (https://www.iana.org/assignments/tls-extensiontype-values, as of 2025). */
const number = {
  heartbeat: 15,
  encryptThenMac: 22,
  compressCertificate: 27,
  sessionTicket: 35,
  cookie: 44,
  pskKeyExchangeModes: 45,
  signatureAlgorithmsCert: 50,
} as const;

const nothing = new Uint8Array(0);

/** RFC 6066 §8 (OCSP, any responder, no extensions), RFC 6962 §3.3.1, RFC 6520 §2 (peer_not_allowed_to_send), RFC 5077 §3.2. */
const asking: readonly (readonly [number, Uint8Array])[] = [
  [extensionType.statusRequest, joinBytes([u8(1), u16(0), u16(0)])],
  [extensionType.signedCertificateTimestamp, nothing],
  [number.heartbeat, u8(2)],
  [number.sessionTicket, nothing],
];

/** Before TLS 1.3: RFC 7366, RFC 7627, RFC 5746 §3.2 (a first handshake). */
const older: readonly (readonly [number, Uint8Array])[] = [
  [number.encryptThenMac, nothing],
  [extensionType.extendedMasterSecret, nothing],
  [extensionType.renegotiationInfo, vector(1)],
];

function serverNameContent(name: string): Uint8Array {
  return vector(2, u8(0), vector(2, ascii(name)));
}

function keyShareContent(shares: readonly KeyShare[]): Uint8Array {
  return vector(2, ...shares.flatMap(({ group, key }) => [u16(group), vector(2, key)]));
}
