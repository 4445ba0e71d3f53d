import { createSecureContext, type SecureContext, type SecureContextOptions, type SecureVersion } from 'node:tls';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';

/** What a request may choose about TLS. Equal values share a context. */
export interface TlsOptions {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
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

/** Contexts kept. Each holds every anchor decoded, about 2 MB with the system's and Mozilla's lists. */
const MAX_CONTEXTS = 8;

/** TLS contexts by what they trust: building one costs 5–27 ms, because every anchor is decoded. */
export class SecureContexts {
  readonly #kept = new Map<string, SecureContext>();

  /** The context for these anchors and options; the least recently used is forgotten when there are too many. */
  get(trust: EffectiveTrust, options: TlsOptions): SecureContext {
    const key = `${options.minVersion} ${options.maxVersion} ${trust.key}`;
    const context = this.#kept.get(key) ?? build(trust, options);
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

function build(trust: EffectiveTrust, options: TlsOptions): SecureContext {
  return createSecureContext({
    ...perLibrary[tlsLibrary()],
    ...options,
    // Replaces the library's own list, also when it is empty: then nobody is trusted.
    ca: [...trust.pems],
    // An anchor need not be a root (RFC 5280 §6.1.1 (d)).
    allowPartialTrustChain: true,
  });
}
