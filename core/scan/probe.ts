import type { SpokenProtocol } from '#core/http/exchange.ts';
import type { ScanCertificate, ScanPhase, StapleAnswer } from './report.ts';
import type { HelloOffer } from './clientHello.ts';

/** One connection of a scan: what is said, and how much of the answer is wanted. */
export type Probe =
  | {
      readonly kind: 'hello';
      readonly phase: ScanPhase;
      readonly offer: HelloOffer;
      /**
       * 'choice': the first thing the server says; TLS 1.3 then sends no key share. 'flight': all that it says before it
       * waits for us, in TLS 1.3 decrypted. 'finish': in TLS 1.3 our Finished too, to see what comes after it.
       */
      readonly depth: 'choice' | 'flight' | 'finish';
    }
  /** A handshake by the library, judged by the gate as every request is. */
  | { readonly kind: 'judge'; readonly phase: 'certificate' };

/** What came of a hello. Numbers as on the wire. */
export type HelloAnswer =
  | { readonly kind: 'hello'; readonly choice: Choice; readonly flight?: Flight }
  | { readonly kind: 'alert'; readonly number: number }
  | { readonly kind: 'closed' | 'reset' | 'timeout' | 'unreadable' }
  | { readonly kind: 'not-tls'; readonly spoken: SpokenProtocol; readonly firstBytes: string };

export type Answer = HelloAnswer | { readonly kind: 'judged'; readonly certificate: ScanCertificate };

/** A ServerHello, or a HelloRetryRequest, which says the same. */
export interface Choice {
  readonly version: number;
  readonly cipher: number;
  readonly compression: number;
  /** TLS 1.3: the group of the key share. */
  readonly group?: number;
  readonly sessionIdBytes: number;
  /** Numbers of the extensions. */
  readonly extensions: readonly number[];
  readonly alpn?: string;
}

/** What the server says after its hello. */
export interface Flight {
  /** SHA-256 of each certificate, in the order sent. */
  readonly sent: readonly string[];
  /** DER of each. */
  readonly certificates: readonly Uint8Array[];
  /** IANA names, from ServerKeyExchange or CertificateVerify. */
  readonly group?: string;
  readonly signatureScheme?: string;
  /** Bits of the prime of a Diffie-Hellman exchange. */
  readonly primeBits?: number;
  readonly clientAuth?: { readonly authorities: readonly string[] };
  readonly staple?: StapleAnswer;
  readonly scts: number;
  readonly alpn?: string;
  /** 'zlib'… when the certificates came compressed. */
  readonly compressedBy?: string;
  /** Numbers of the extensions of EncryptedExtensions. */
  readonly extensions: readonly number[];
  readonly tickets: readonly { readonly lifetimeSeconds: number; readonly maxEarlyData?: number }[];
  /** An alert that came after the hello. */
  readonly alert?: number;
  /** False when the server did not say all of it, or it could not be read. */
  readonly whole: boolean;
}
