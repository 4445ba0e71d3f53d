import { createHash } from 'node:crypto';
import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { attributeOf, shortName } from '#core/certificate/name.ts';
import { parsePem, toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import type { DecodedAnchor } from './effective.ts';

/** A certificate of a source or of the user, decoded once for the life of the process. */
export interface Authority {
  readonly sha256: string;
  readonly pem: string;
  readonly certificate: Certificate;
}

/** SHA-256 of the DER in lower-case hex: what a certificate is called everywhere. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

/**
 * The authorities of a list of PEM texts, each once, in their order. What does not decode is left out: it could vouch for
 * nobody. `known` holds what was decoded before and takes what is new: the system's list and the bundled one are much alike.
 */
export function decodeAuthorities(
  pems: readonly string[],
  known: Map<string, Authority>,
): ReadonlyMap<string, Authority> {
  const found = new Map<string, Authority>();
  // The system's list names most of its entries several times: 576 lines, 144 certificates (Debian 12, Node 24).
  for (const pem of new Set(pems)) {
    const blocks = parsePem(pem);
    for (const der of blocks.ok ? blocks.value : []) {
      const sha256 = fingerprintOf(der);
      const authority = known.get(sha256) ?? decodeAuthority(sha256, der);
      if (authority === undefined) continue;
      known.set(sha256, authority);
      found.set(sha256, authority);
    }
  }
  return found;
}

/** Undefined when it does not decode. */
export function decodeAuthority(sha256: string, der: Uint8Array): Authority | undefined {
  const decoded = decodeCertificate(der);
  return decoded.ok ? { sha256, pem: toPem(der), certificate: decoded.value } : undefined;
}

/** What the path check needs of an authority of the system or of the bundled list. */
export function rootAnchor(authority: Authority, source: AnchorSource): DecodedAnchor {
  const { sha256, certificate } = authority;
  return { sha256, certificate, source, label: shortName(certificate.subject), scope: [] };
}

/** The facts that lists show, read from the certificate. */
export function factsOf(
  certificate: Certificate,
): Pick<Anchor, 'subject' | 'organization' | 'key' | 'notBefore' | 'notAfter'> {
  const { subject, publicKey, notBefore, notAfter } = certificate;
  return {
    subject: shortName(subject),
    organization: attributeOf(subject, 'O') ?? '',
    key: keyText(publicKey),
    notBefore,
    notAfter,
  };
}
