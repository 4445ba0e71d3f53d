import type { ProbeId } from '#core/diagnose/probe.ts';
import { defaultTlsOptions, tlsLibrary, type TlsOptions } from '#main/engine/http/tlsOptions.ts';

/** Every group that both libraries have, without the post-quantum ones, whose shares make a ClientHello longer than a packet. */
const classicGroups = ['X25519', 'P-256', 'P-384', 'P-521'];

/**
 * Everything the library still has, anonymous and unencrypted suites excepted. Level 0 is for looking only: no request uses it.
 * BoringSSL has no levels, and few suites to add.
 */
const everyCipher = tlsLibrary() === 'boringssl' ? 'ALL' : 'ALL:COMPLEMENTOFALL:!aNULL:!eNULL:@SECLEVEL=0';

/** What each handshake probe does differently from a request. */
export const probeOptions: Readonly<Record<Exclude<ProbeId, 'plain'>, TlsOptions>> = {
  'as-before': defaultTlsOptions,
  'no-alpn': { ...defaultTlsOptions, alpn: [] },
  h2: { ...defaultTlsOptions, alpn: ['h2'] },
  'no-pq': { ...defaultTlsOptions, groups: classicGroups },
  tls12: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' },
  tls13: { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' },
  'no-sni': { ...defaultTlsOptions, serverName: null },
  'old-versions': { minVersion: 'TLSv1', maxVersion: 'TLSv1.3', ciphers: everyCipher },
  'wide-ciphers': { ...defaultTlsOptions, ciphers: everyCipher },
  'legacy-renegotiation': { ...defaultTlsOptions, renegotiation: 'legacy' },
};
