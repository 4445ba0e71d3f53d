import type { RevocationStatus } from '#core/revocation/status.ts';
import type { Verdict } from '#core/trust/verdict.ts';

/**
 * What TLS did on one connection, decoded from the recorded bytes (never from library getters, which lie or differ
 * between OpenSSL and BoringSSL). A fact that the bytes do not show is absent: views call it "not observable".
 */
export interface TlsReport {
  /** 'TLSv1.3', 'TLSv1.2'… Absent when the handshake ended before ServerHello. */
  readonly version?: string;
  /** IANA name, e.g. TLS_AES_256_GCM_SHA384. */
  readonly cipher?: string;
  /** IANA name, e.g. X25519MLKEM768, x25519, secp256r1. Absent for static RSA. */
  readonly group?: string;
  /** IANA name of the scheme the server signed the handshake with, e.g. ecdsa_secp256r1_sha256. */
  readonly signatureScheme?: string;
  /**
   * The signature over the handshake (CertificateVerify, before TLS 1.3 ServerKeyExchange) under the key of the first certificate.
   * Absent when nothing was signed, or when it was not checked: a part of the handshake was not recorded, a key we cannot use.
   */
  readonly serverSignature?: 'good' | 'bad';
  readonly alpn: { readonly offered: readonly string[]; readonly accepted: string | null };
  readonly sni: { readonly sent: string | null; readonly acknowledged: boolean };
  readonly resumed: boolean;
  readonly helloRetry: boolean;
  /** RFC 7627. In TLS 1.3 the key schedule always covers the transcript, so true there. */
  readonly extendedMasterSecret: boolean;
  /** RFC 5746. TLS 1.3 has no renegotiation: true there. */
  readonly secureRenegotiation: boolean;
  readonly tickets: readonly SessionTicket[];
  /** RFC 7366, agreed on. Absent in TLS 1.3, and where the cipher has no MAC of its own. */
  readonly encryptThenMac?: boolean;
  /** Name of the compression of records (RFC 3749), 'null' or 'DEFLATE'. Absent in TLS 1.3. */
  readonly compression?: string;
  /** Longest record content that both agreed on, in bytes (RFC 6066 §4); absent when none was. */
  readonly maxFragmentLength?: number;
  /** Longest record content each side accepts, in bytes (RFC 8449); absent when it did not say. */
  readonly recordSizeLimit?: { readonly client?: number; readonly server?: number };
  /** How the server's Certificate message was compressed (RFC 8879); absent when it was not. */
  readonly certificateCompression?: {
    readonly algorithm: string;
    readonly compressedBytes: number;
    readonly uncompressedBytes: number;
  };
  /**
   * Encrypted ClientHello (RFC 9849). 'offered': sent, which may have been for show (GREASE): from outside both look alike.
   * 'rejected': the server answered with configurations to try again with. Absent before a ClientHello.
   */
  readonly ech?: 'not-offered' | 'offered' | 'rejected';
  /** Request data with the first flight (0-RTT, RFC 8446 §4.2.10). Absent before a ClientHello. */
  readonly earlyData?: 'not-offered' | 'rejected' | 'accepted';
  /** The OCSP response stapled to the leaf: its length, and base64 of its DER when it is short enough to keep. Absent when none came. */
  readonly ocspStaple?: { readonly bytes: number; readonly response?: string };
  /** What the stapled response proves of the server's certificate; absent when none came or nobody is known who issued the certificate. */
  readonly revocation?: RevocationStatus;
  readonly scts: readonly SctRecord[];
  readonly clientAuth: ClientAuth;
  /** MD5 of the JA3 string (salesforce/ja3), lower-case hex. */
  readonly ja3?: string;
  readonly ja3s?: string;
  /** FoxIO JA4 (client only: BSD-3). */
  readonly ja4?: string;
  readonly offered: Offered;
  readonly messages: readonly TlsMessage[];
  readonly alerts: readonly TlsAlert[];
  readonly chain: {
    /** SHA-256 of every certificate in the order it was sent. */
    readonly sent: readonly string[];
    /** Leaf → anchor as we proved it; empty when no path exists. */
    readonly path: readonly string[];
  };
  readonly verdict: Verdict;
  /** What could not be read of the recorded bytes, for the maintainer and the curious; absent when all was. */
  readonly undecoded?: string;
}

/** What the ClientHello offered, in its order, by IANA name (GREASE values named GREASE). */
export interface Offered {
  readonly versions: readonly string[];
  readonly ciphers: readonly string[];
  readonly groups: readonly string[];
  readonly signatureSchemes: readonly string[];
}

export interface SessionTicket {
  readonly lifetimeSeconds: number;
  /** 0-RTT bytes the server would accept (RFC 8446 §4.6.1); absent when it would not. */
  readonly maxEarlyData?: number;
}

/** A signed certificate timestamp that came in the handshake (not inside the certificate). */
export interface SctRecord {
  /** SHA-256 of the log's key, lower-case hex. */
  readonly logId: string;
  /** ms since the Unix epoch, UTC. */
  readonly timestamp: number;
}

export interface ClientAuth {
  readonly requested: boolean;
  /** RFC 4514 names the server would accept; empty = any. */
  readonly authorities: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** IANA names of ClientCertificateType, until TLS 1.2. */
  readonly certificateTypes?: readonly string[];
  /** SHA-256 of the certificate we offered; null when none was. */
  readonly offered: string | null;
  /** Which of the user's identities that was. */
  readonly identity?: { readonly id: string; readonly label: string };
}

/** A decoded value: plain JSON data only. */
export type FieldValue =
  string | number | boolean | null | readonly FieldValue[] | { readonly [name: string]: FieldValue };

export interface TlsMessage {
  readonly from: 'client' | 'server';
  /** RFC 8446 / IANA HandshakeType in PascalCase ('ClientHello', 'HelloRetryRequest', 'NewSessionTicket'), 'Alert', 'ChangeCipherSpec'; 'Encrypted' when it could not be opened. */
  readonly type: string;
  /** Length of the handshake message with its 4-byte header (2 for alerts, 1 for ChangeCipherSpec). */
  readonly bytes: number;
  /** ms after TCP was connected, with fractions. */
  readonly atMs: number;
  /** True when it travelled encrypted. It was decrypted here, unless `fields.undecoded` says otherwise. */
  readonly encrypted: boolean;
  /** Decoded fields, in reading order. `undecoded: reason` when the body could not be read. */
  readonly fields: { readonly [name: string]: FieldValue };
  /**
   * Base64 of the whole handshake message with its header, as it was said; outline.ts shows what stands where in it. Session tickets
   * in it are overwritten with zeros. Absent for what is no handshake message, and for what is too long to keep.
   */
  readonly raw?: string;
}

export interface TlsAlert {
  readonly from: 'client' | 'server';
  readonly level: 'warning' | 'fatal';
  /** IANA TLS Alert number. */
  readonly number: number;
  /** IANA name, e.g. 'unknown_ca'. */
  readonly name: string;
}
