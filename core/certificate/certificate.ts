/**
 * A decoded X.509 certificate (RFC 5280 §4.1). Plain data: crosses the bridge by structuredClone.
 *
 * Everything is decoded from `der`, the bytes as received; nothing is ever re-encoded for display.
 */
export interface Certificate {
  readonly der: Uint8Array;
  /** 1, 2 or 3. */
  readonly version: number;
  /** Lower-case hex of the INTEGER content, two digits a byte, sign byte kept. */
  readonly serial: string;
  readonly issuer: Name;
  readonly subject: Name;
  /** ms since the Unix epoch, UTC; both ends belong to the period (RFC 5280 §4.1.2.5). */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKey;
  /** The algorithm outside tbsCertificate. `signatureMatches` is false when the one inside differs (RFC 5280 §4.1.1.2). */
  readonly signatureAlgorithm: Algorithm;
  readonly signatureMatches: boolean;
  /** The signed bytes, and the signature without the unused-bits byte. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  /** In their order; see extensions/table.ts for what `value` is. */
  readonly extensions: readonly Extension[];
}

export interface Algorithm {
  readonly oid: string;
  /** E.g. 'sha256WithRSAEncryption', 'ecdsa-with-SHA384', 'id-Ed25519'; the OID itself when unknown. */
  readonly name: string;
  /** Hash of the signature, IANA/NIST spelling: 'SHA-1', 'SHA-256', 'MD5'…; absent when the algorithm has none of its own (EdDSA) or it is unknown. */
  readonly hash?: string;
  /** DER of the parameters; absent when there are none. */
  readonly parameters?: Uint8Array;
}

export interface PublicKey {
  readonly algorithm: Algorithm;
  /** 'RSA', 'EC', 'Ed25519', 'Ed448', 'RSA-PSS', 'ML-DSA-65', 'DSA'…; the OID when unknown. */
  readonly type: string;
  /** Modulus, field or nominal size; 0 when unknown. */
  readonly bits: number;
  /** EC named curve, SEC 2 / IANA spelling: 'secp256r1'. */
  readonly curve?: string;
  /** RSA public exponent, decimal. */
  readonly exponent?: string;
  /** The whole SubjectPublicKeyInfo: what an SPKI pin hashes. */
  readonly spki: Uint8Array;
}

/** A distinguished name: relative distinguished names in their order; each a set of attributes. */
export interface Name {
  readonly rdns: readonly (readonly NameAttribute[])[];
  /** The whole Name: equal bytes are equal names. */
  readonly der: Uint8Array;
}

export interface NameAttribute {
  readonly oid: string;
  /** 'CN', 'O', 'OU', 'C', 'ST', 'L', 'serialNumber', 'DC'…; the OID when unknown. */
  readonly label: string;
  readonly value: string;
  /** ASN.1 string type: 'UTF8String', 'PrintableString'… */
  readonly encoding: string;
}

export interface Extension {
  readonly oid: string;
  /** RFC name: 'subjectAltName', 'basicConstraints'…; absent when unknown. */
  readonly name?: string;
  readonly critical: boolean;
  /** Content of extnValue. */
  readonly der: Uint8Array;
  /** Decoded; `kind: 'unknown'` when we have no decoder, `kind: 'malformed'` when its decoder refused it. */
  readonly value: ExtensionValue;
}

export type ExtensionValue =
  | { readonly kind: 'basicConstraints'; readonly ca: boolean; readonly pathLength?: number }
  | { readonly kind: 'keyUsage'; readonly bits: readonly KeyUsageBit[] }
  | { readonly kind: 'extKeyUsage'; readonly purposes: readonly { readonly oid: string; readonly name?: string }[] }
  | { readonly kind: 'subjectAltName'; readonly names: readonly GeneralName[] }
  | { readonly kind: 'subjectKeyIdentifier'; readonly id: Uint8Array }
  | {
      readonly kind: 'authorityKeyIdentifier';
      readonly id?: Uint8Array;
      readonly issuer?: readonly GeneralName[];
      readonly serial?: string;
    }
  | {
      readonly kind: 'nameConstraints';
      readonly permitted: readonly GeneralName[];
      readonly excluded: readonly GeneralName[];
    }
  | {
      readonly kind: 'certificatePolicies';
      readonly policies: readonly { readonly oid: string; readonly name?: string; readonly cps: readonly string[] }[];
    }
  | { readonly kind: 'cRLDistributionPoints'; readonly urls: readonly string[] }
  | { readonly kind: 'authorityInfoAccess'; readonly ocsp: readonly string[]; readonly caIssuers: readonly string[] }
  | { readonly kind: 'tlsFeature'; readonly features: readonly number[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** RFC 5280 §4.2.1.3, in bit order. */
export type KeyUsageBit =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri' | 'registeredId'; readonly value: string }
  /** Dotted or RFC 5952 text; in name constraints with '/prefix' (or '/mask' when the mask is no prefix). */
  | { readonly kind: 'ip'; readonly value: string; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'other'; readonly oid: string; readonly der: Uint8Array };

/** The value of an extension, by its kind; undefined when the certificate does not carry it (or it is malformed). */
export function extensionOf<K extends ExtensionValue['kind']>(
  certificate: Certificate,
  kind: K,
): Extract<ExtensionValue, { kind: K }> | undefined {
  const found = certificate.extensions.find((extension) => extension.value.kind === kind);
  return found?.value as Extract<ExtensionValue, { kind: K }> | undefined;
}
