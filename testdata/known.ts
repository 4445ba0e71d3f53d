import { createHash, X509Certificate } from 'node:crypto';
import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { KnownCertificate, PathAnchor } from '#core/trust/anchors.ts';
import type { Issued } from '#testdata/pki.ts';

/** DER of a certificate made by pki.ts. */
export function derOf(issued: Issued): Uint8Array {
  const blocks = parsePem(issued.cert);
  const der = blocks.ok ? blocks.value[0] : undefined;
  if (der === undefined) throw new Error('openssl wrote no certificate');
  return der;
}

/** It, decoded by us and with its SHA-256. */
export function known(issued: Issued): KnownCertificate {
  const der = derOf(issued);
  const certificate = decodeCertificate(der);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return { sha256: createHash('sha256').update(der).digest('hex'), certificate: certificate.value };
}

/** It as an authority that a person trusts. */
export function anchorOf(issued: Issued, scope: readonly string[] = []): PathAnchor {
  return { ...known(issued), source: 'custom', label: 'My CA', scope };
}

/** Signature checking by node's own reader of certificates: a second opinion on ours. */
export function verifyWithNode(child: Certificate, issuer: Certificate): boolean {
  try {
    return new X509Certificate(child.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return false;
  }
}
