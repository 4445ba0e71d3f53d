import type { ImportedCertificate } from '#core/trust/importRead.ts';

/** A valid root nobody knows yet, for tests; its name is its fingerprint. */
export function imported(sha256: string, more: Partial<ImportedCertificate> = {}): ImportedCertificate {
  return {
    sha256,
    keySha256: sha256,
    subject: sha256,
    issuer: more.kind === undefined || more.kind === 'root' ? sha256 : 'root',
    organization: '',
    key: 'ECDSA P-256',
    notBefore: 0,
    notAfter: 1,
    kind: 'root',
    origin: { kind: 'paste' },
    hasKey: false,
    presentIn: [],
    refused: false,
    time: 'valid',
    weak: [],
    permitted: [],
    hosts: [],
    ...more,
  };
}
