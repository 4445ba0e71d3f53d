import { createHash } from 'node:crypto';
import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { attributeOf, canonicalName, shortName } from '#core/certificate/name.ts';
import { parsePem, toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
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

/** What is kept of a certificate beside its bytes, so that thousands are listed and found without being decoded. */
export interface CertificateFacts {
  /** SHA-256 of its SubjectPublicKeyInfo. */
  readonly keySha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly organization: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** canonicalName of its subject. */
  readonly subjectName: string;
}

export function keptFactsOf(certificate: Certificate): CertificateFacts {
  return {
    ...factsOf(certificate),
    keySha256: keySha256Of(certificate),
    issuer: shortName(certificate.issuer),
    subjectName: canonicalName(certificate.subject),
  };
}

const keys = new WeakMap<Certificate, string>();

/** SHA-256 of the SubjectPublicKeyInfo, worked out once. */
export function keySha256Of(certificate: Certificate): string {
  const known = keys.get(certificate);
  if (known !== undefined) return known;
  const sha256 = fingerprintOf(certificate.publicKey.spki);
  keys.set(certificate, sha256);
  return sha256;
}

/** A certificate of the trust file. Decoded when something asks for more than its facts: decoding 10,000 takes a second. */
export class KeptCertificate implements Authority, KnownCertificate {
  readonly sha256: string;
  readonly der: Uint8Array;
  readonly facts: CertificateFacts;
  #certificate: Certificate | undefined;

  constructor(sha256: string, der: Uint8Array, facts: CertificateFacts) {
    this.sha256 = sha256;
    this.der = der;
    this.facts = facts;
  }

  /** @throws when it does not decode; it did when it was stored */
  get certificate(): Certificate {
    this.#certificate ??= decoded(this.der);
    return this.#certificate;
  }

  get pem(): string {
    return toPem(this.der);
  }

  get keySha256(): string {
    return this.facts.keySha256;
  }

  get subjectName(): string {
    return this.facts.subjectName;
  }
}

function decoded(der: Uint8Array): Certificate {
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(`A certificate that was stored does not read: ${certificate.error.reason}`);
  return certificate.value;
}
