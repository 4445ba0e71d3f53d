import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions, type SecureVersion } from 'node:tls';
import type { IdentityMaterial } from '#main/engine/identity/identities.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import type { Completion } from './completion.ts';

/** What a handshake may choose about TLS; what is absent is as in every request. None of it touches verification. */
export interface TlsOptions {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** Names of groups as both libraries know them, e.g. ['X25519', 'P-256'], in order of preference. */
  readonly groups?: readonly string[];
  /** An OpenSSL cipher string. BoringSSL knows fewer suites, cannot choose those of TLS 1.3, and knows no @SECLEVEL. */
  readonly ciphers?: string;
  /** Names of signature schemes as in OpenSSL's `-sigalgs`. */
  readonly signatureSchemes?: readonly string[];
  /** Protocols offered by ALPN (RFC 7301); [] offers none. */
  readonly alpn?: readonly string[];
  /**
   * Sent by SNI; null sends none. Our own check still asks for the host. The library asks for the name that was sent, where one was:
   * so with another name than the host's only a certificate for both passes the gate.
   */
  readonly serverName?: string | null;
  /** 'legacy': also shakes hands with servers that lack RFC 5746. For a probe that sends nothing, never for a request. */
  readonly renegotiation?: 'legacy';
  /** Absent: nothing is resumed, so that every handshake shows its certificates. */
  readonly sessions?: TlsSessions;
}

/**
 * Sessions of earlier handshakes. They hold secrets: they must stay in the engine and in memory.
 *
 * A resumed handshake shows no certificate, so it never passes the gate: it is for looking, not for sending.
 */
export interface TlsSessions {
  /** What `keep` was given before. */
  readonly resume?: Buffer;
  /** Called for every session the server offers, in TLS 1.3 only after the handshake. */
  readonly keep?: (session: Buffer) => void;
}

/** TLS 1.0 and 1.1 are deprecated (RFC 8996). */
export const defaultTlsOptions: TlsOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' };

/**
 * What must be said to one TLS library and not to the other, so that both offer the same to a server. One row a library.
 *
 * BoringSSL by default offers neither P-521 nor Ed25519 and sends handshake_failure to servers that have only these
 * (ssl/extensions.cc kVerifySignatureAlgorithms, ssl/ssl_key_share.cc; tried with Chromium 156's). OpenSSL 3.5 offers both.
 */
const perLibrary: Readonly<Record<'openssl' | 'boringssl', SecureContextOptions>> = {
  openssl: {
    // The order of OpenSSL itself, strongest first, as its own s_client offers them: Node's list puts 128 bits before 256.
    ciphers:
      'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:DEFAULT:!PSK:!SRP:!CAMELLIA:!ARIA:!SEED:!IDEA',
  },
  boringssl: {
    sigalgs:
      'ECDSA+SHA512:ECDSA+SHA384:ECDSA+SHA256:ed25519:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512',
    ecdhCurve: 'X25519MLKEM768:X25519:P-256:P-384:P-521',
  },
};

/** Which library this process has. */
export function tlsLibrary(): keyof typeof perLibrary {
  // Not in @types/node 24.
  const features = process.features as { readonly openssl_is_boringssl?: boolean };
  return features.openssl_is_boringssl === true ? 'boringssl' : 'openssl';
}

/** What a handshake may need beside what is trusted. */
export interface ContextParts {
  /** Takes the place of the anchors: this root alone, with what leads to it. */
  readonly completion?: Completion | undefined;
  /** Shown when the server asks. To be given only for a server that was approved before. */
  readonly identity?: IdentityMaterial | undefined;
}

/** Contexts kept. Each holds every anchor decoded, about 2 MB with the system's and Mozilla's lists. */
const MAX_CONTEXTS = 8;

/** TLS contexts by what they trust: building one costs 5–27 ms, because every anchor is decoded. */
export class SecureContexts {
  readonly #kept = new Map<string, SecureContext>();

  /**
   * The context for these anchors and options; the least recently used is forgotten when there are too many.
   *
   * @throws what the library says of an identity it cannot use
   */
  get(trust: EffectiveTrust, options: TlsOptions, parts: ContextParts = {}): SecureContext {
    const { minVersion, maxVersion, groups, ciphers, signatureSchemes, renegotiation } = options;
    const tls = [minVersion, maxVersion, groups, ciphers, signatureSchemes, renegotiation];
    const { completion, identity } = parts;
    const key = JSON.stringify([...tls, trust.key, completion?.key, identity && [identity.id, identity.leaf]]);
    const context = this.#kept.get(key) ?? build(trust, options, parts);
    this.#kept.delete(key);
    this.#kept.set(key, context);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MAX_CONTEXTS) break;
      this.#kept.delete(oldest);
    }
    return context;
  }

  /** Forgets all: what is trusted has changed. */
  clear(): void {
    this.#kept.clear();
  }
}

function build(trust: EffectiveTrust, options: TlsOptions, { completion, identity }: ContextParts): SecureContext {
  const usual = perLibrary[tlsLibrary()];
  const { minVersion, maxVersion, groups, signatureSchemes, renegotiation, ciphers = usual.ciphers } = options;
  return createSecureContext({
    ...usual,
    minVersion,
    maxVersion,
    ...(ciphers === undefined ? {} : { ciphers: withLegacy(ciphers, minVersion) }),
    ...(groups === undefined ? {} : { ecdhCurve: groups.join(':') }),
    ...(signatureSchemes === undefined ? {} : { sigalgs: signatureSchemes.join(':') }),
    ...(renegotiation === 'legacy' ? { secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT } : {}),
    ...(identity === undefined ? {} : { cert: identity.cert, key: identity.key }),
    // Replaces the library's own list, also when it is empty: then nobody is trusted.
    ca: [...(completion?.pems ?? trust.pems)],
    // An anchor need not be a root (RFC 5280 §6.1.1 (d)). Kept intermediates are no anchors: beside them only a root may end a path.
    allowPartialTrustChain: completion === undefined,
  });
}

/**
 * OpenSSL 3 speaks TLS 1.0 and 1.1 only at security level 0, because both sign with MD5 and SHA-1 (`man SSL_CTX_set_security_level`).
 * What that level lets through in certificates our own path check still refuses.
 */
function withLegacy(ciphers: string, minVersion: SecureVersion): string {
  const legacy = minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
  return legacy && tlsLibrary() === 'openssl' && !ciphers.includes('@SECLEVEL') ? `${ciphers}:@SECLEVEL=0` : ciphers;
}
