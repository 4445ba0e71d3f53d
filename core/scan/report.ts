import type { CertificateBag, Endpoint, ExchangeFailure } from '#core/http/exchange.ts';
import type { SpokenProtocol } from '#core/http/exchange.ts';
import type { Failure } from '#core/result.ts';
import type { Verdict } from '#core/trust/verdict.ts';

/**
 * What a server accepts and prefers, found by many handshakes that are never finished further than needed. Plain data: it
 * crosses the bridge and is printed by `wireglass scan --json`, so names may be added, never changed.
 *
 * A list that is absent was not tried yet; one without `finished` is what was found so far.
 */
export interface ScanReport {
  readonly host: string;
  readonly port: number;
  /** ms UTC. */
  readonly startedAt: number;
  /** Time spent scanning, ms; pauses after Cancel are not counted. */
  readonly elapsedMs: number;
  readonly state: ScanState;
  /** Why it stopped by itself; present when `state` is 'failed'. */
  readonly failure?: ScanFailure;
  /** What is being tried, or was when it ended; absent when all is done. */
  readonly phase?: ScanPhase;
  readonly connections: ScanConnections;
  /** Pause between connections, ms. */
  readonly delayMs: number;
  /** The address that answered first. */
  readonly remote?: Endpoint;
  /** Highest first. */
  readonly versions: readonly VersionAnswer[];
  /** Per version, highest first. */
  readonly ciphers: readonly CipherAnswer[];
  readonly groups: readonly GroupAnswer[];
  readonly signatureSchemes: readonly SignatureAnswer[];
  readonly dhe?: DheAnswer;
  readonly alpn?: AlpnAnswer;
  readonly extras: ScanExtras;
  readonly certificate?: ScanCertificate;
  /** What the server did that no standard allows, in words. */
  readonly oddities: readonly string[];
}

/** 'cancelled' and 'failed' keep what was found and can go on. */
export type ScanState = 'running' | 'complete' | 'cancelled' | 'failed';

/** In the order they are tried. */
export const scanPhases = ['versions', 'certificate', 'groups', 'ciphers', 'signatures', 'alpn', 'extras'] as const;
export type ScanPhase = (typeof scanPhases)[number];

export interface ScanConnections {
  readonly made: number;
  /** About how many there will be. */
  readonly expected: number;
  readonly byPhase: Readonly<Partial<Record<ScanPhase, number>>>;
}

export type ScanFailure =
  | ExchangeFailure
  /** It answered before, but several times in a row no more. */
  | (Failure<'stopped-answering'> & { readonly times: number })
  /** Not one of the versions was accepted. */
  | Failure<'nothing-accepted'>;

export type ScannedVersion = 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1.0' | 'SSLv3';

/** How an offer was refused. */
export type Refusal =
  | { readonly kind: 'alert'; readonly number: number; readonly name: string }
  | { readonly kind: 'other-version'; readonly version: string }
  /** Closed or reset without a word; nothing within the time; something that is no TLS. */
  | { readonly kind: 'closed' | 'reset' | 'timeout' | 'unreadable' }
  | { readonly kind: 'not-tls'; readonly spoken: SpokenProtocol };

export interface VersionAnswer {
  readonly version: ScannedVersion;
  readonly accepted: boolean;
  readonly refusal?: Refusal;
}

/** Whose order decides: found by offering what is accepted the other way round. Absent until that was tried. */
export type Preference = 'server' | 'client';

export interface CipherAnswer {
  readonly version: ScannedVersion;
  /** IANA names: the server's order, or ours (strongest first) when the client's order decides. */
  readonly accepted: readonly string[];
  readonly preference?: Preference;
  readonly finished: boolean;
}

export interface GroupAnswer {
  /** TLS 1.3, or the highest version below it. */
  readonly version: ScannedVersion;
  readonly accepted: readonly string[];
  /** Those offered and never chosen. */
  readonly refused: readonly string[];
  readonly preference?: Preference;
  readonly finished: boolean;
}

export interface SignatureAnswer {
  readonly version: ScannedVersion;
  readonly accepted: readonly string[];
  readonly finished: boolean;
}

/** Diffie-Hellman over a finite field before TLS 1.3. */
export interface DheAnswer {
  readonly accepted: boolean;
  readonly bits?: number;
  /** When it is one of RFC 7919. */
  readonly group?: string;
}

export interface AlpnAnswer {
  /** Of those tried alone or together: h2, http/1.1. */
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  /** Chosen when both were offered; null when none was. */
  readonly chosen: string | null;
  /** What happened to a client that offers no protocol. */
  readonly without: 'goes-on' | 'refused' | 'not-tried';
}

/** Absent: not tried, or not observable on this server. */
export interface ScanExtras {
  readonly ticket?: TicketAnswer;
  readonly sessionId?: boolean;
  readonly ocspStaple?: StapleAnswer | null;
  /** How many timestamps came in the handshake itself (certificates may hold others). */
  readonly scts?: number;
  readonly clientCertificate?: {
    readonly asked: 'no' | 'optional' | 'required' | 'asked';
    readonly authorities: readonly string[];
  };
  readonly serverName?: ServerNameAnswer;
  readonly fallbackScsv?: 'refused-as-it-should' | 'ignored';
  readonly secureRenegotiation?: boolean;
  readonly extendedMasterSecret?: boolean;
  readonly encryptThenMac?: boolean;
  readonly compression?: boolean;
  readonly heartbeat?: boolean;
  readonly certificateCompression?: string | null;
}

/** What the stapled response says of the server's certificate. Whether its signature holds is for the gate (`certificate.verdict`). */
export interface StapleAnswer {
  readonly bytes: number;
  /** Absent when it cannot be read, or is an error. */
  readonly status?: 'good' | 'revoked' | 'unknown';
  /** ms UTC. */
  readonly nextUpdate?: number;
}

export interface TicketAnswer {
  readonly offered: boolean;
  readonly version: ScannedVersion;
  readonly lifetimeSeconds?: number;
  /** Bytes of early data it would take; absent when none. */
  readonly maxEarlyData?: number;
}

/** What is said to a client that names nobody, and to one that names a host the server cannot have. */
export interface ServerNameAnswer {
  readonly without: NameOutcome;
  readonly unknown: NameOutcome;
}
export type NameOutcome = 'same-certificate' | 'other-certificate' | 'refused' | 'not-observable';

/** The certificate as the gate judges it for every request. */
export interface ScanCertificate {
  readonly verdict?: Verdict;
  /** Why there is no verdict: the library speaks nothing that the server speaks, or the handshake broke. */
  readonly unjudged?: ExchangeFailure;
  /** SHA-256 in the order they were sent. */
  readonly sent: readonly string[];
  readonly path: readonly string[];
  /** Short name of the leaf's subject and issuer. */
  readonly subject?: string;
  readonly issuer?: string;
  /** ms UTC. */
  readonly notAfter?: number;
  /** 'RSA 2048', 'EC secp256r1' */
  readonly key?: string;
  /** PEM by SHA-256. */
  readonly certificates: CertificateBag;
}
