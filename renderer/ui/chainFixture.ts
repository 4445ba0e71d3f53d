import type { Certificate, Extension, Name } from '#core/certificate/certificate.ts';

/** A decoded certificate for tests of what is told about chains: names, dates and whether it may issue. Its bytes are none. */
export function fixtureCertificate(subject: string, issuer: string, kind: 'ca' | 'server'): Certificate {
  const none = new Uint8Array();
  const algorithm = { oid: '1.2.840.10045.4.3.2', name: 'ecdsa-with-SHA256', hash: 'SHA-256' };
  return {
    der: none,
    version: 3,
    serial: '01',
    subject: fixtureName(subject),
    issuer: fixtureName(issuer),
    notBefore: Date.UTC(2026, 0, 1),
    notAfter: Date.UTC(2027, 0, 1),
    publicKey: { algorithm, type: 'EC', bits: 256, curve: 'secp256r1', spki: none },
    signatureAlgorithm: algorithm,
    signatureMatches: true,
    tbs: none,
    signature: none,
    extensions: [basicConstraints(kind === 'ca')],
  };
}

function fixtureName(commonName: string): Name {
  const attribute = { oid: '2.5.4.3', label: 'CN', value: commonName, encoding: 'UTF8String' };
  return { rdns: [[attribute]], der: new TextEncoder().encode(commonName) };
}

function basicConstraints(ca: boolean): Extension {
  const value = { kind: 'basicConstraints', ca } as const;
  return { oid: '2.5.29.19', name: 'basicConstraints', critical: true, der: new Uint8Array(), value };
}
