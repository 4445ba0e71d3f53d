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
      readonly policies: readonly CertificatePolicy[];
    }
  | { readonly kind: 'policyMappings'; readonly mappings: readonly PolicyMapping[] }
  /** How many more certificates may come below before it takes effect; absent = never. */
  | {
      readonly kind: 'policyConstraints';
      readonly requireExplicitPolicy?: number;
      readonly inhibitPolicyMapping?: number;
    }
  | { readonly kind: 'inhibitAnyPolicy'; readonly skipCertificates: number }
  /** `urls`: the addresses among the names of all points, in their order. */
  | {
      readonly kind: 'cRLDistributionPoints';
      readonly urls: readonly string[];
      readonly points: readonly DistributionPoint[];
    }
  | { readonly kind: 'freshestCRL'; readonly points: readonly DistributionPoint[] }
  /** `others`: other methods, and places that are no URL. */
  | {
      readonly kind: 'authorityInfoAccess';
      readonly ocsp: readonly string[];
      readonly caIssuers: readonly string[];
      readonly others: readonly AccessDescription[];
    }
  | { readonly kind: 'subjectInfoAccess'; readonly accesses: readonly AccessDescription[] }
  | { readonly kind: 'tlsFeature'; readonly features: readonly number[] }
  | { readonly kind: 'issuerAltName'; readonly names: readonly GeneralName[] }
  /** `laterVersions`: the version bytes of timestamps that are not v1, which nobody defined a form for. */
  | {
      readonly kind: 'signedCertificateTimestampList';
      readonly timestamps: readonly CertificateTimestamp[];
      readonly laterVersions: readonly number[];
    }
  /** These say all by being there. */
  | { readonly kind: 'precertificatePoison' }
  | { readonly kind: 'ocspNoCheck' }
  | { readonly kind: 'noRevAvail' }
  | { readonly kind: 'delegatedCredentials' }
  | { readonly kind: 'qcStatements'; readonly statements: readonly QcStatement[] }
  /** ms since the Unix epoch, UTC. */
  | { readonly kind: 'privateKeyUsagePeriod'; readonly notBefore?: number; readonly notAfter?: number }
  | { readonly kind: 'smimeCapabilities'; readonly capabilities: readonly SmimeCapability[] }
  | { readonly kind: 'subjectDirectoryAttributes'; readonly attributes: readonly DirectoryAttribute[] }
  /** SHA-256 of the key authorization (RFC 8737 §3). */
  | { readonly kind: 'acmeIdentifier'; readonly digest: Uint8Array }
  | {
      readonly kind: 'cabfOrganizationIdentifier';
      /** 'VAT', 'NTR', 'PSD', 'LEI'… */
      readonly scheme: string;
      readonly country: string;
      readonly state?: string;
      readonly reference: string;
    }
  | { readonly kind: 'masaUrl'; readonly url: string }
  | { readonly kind: 'microsoftCertificateType'; readonly name: string }
  /** How often the authority renewed its certificate, and how often its key. */
  | { readonly kind: 'microsoftCaVersion'; readonly certificateIndex: number; readonly keyIndex: number }
  | { readonly kind: 'microsoftPreviousCaHash'; readonly hash: Uint8Array }
  | {
      readonly kind: 'microsoftCertificateTemplate';
      readonly oid: string;
      readonly major?: number;
      readonly minor?: number;
    }
  | { readonly kind: 'microsoftApplicationPolicies'; readonly purposes: readonly NamedOid[] }
  /** 'S-1-5-21-…', the account in Active Directory. */
  | { readonly kind: 'microsoftSecurityIdentifier'; readonly sid: string }
  | { readonly kind: 'netscapeCertType'; readonly bits: readonly NetscapeTypeBit[] }
  /** A comment, an address or a server name: the name of the extension says which. */
  | { readonly kind: 'netscapeText'; readonly text: string }
  /** A second key and signature for hybrid certificates (X.509 2019 §9.8). `algorithm` is a name, or the OID when unknown. */
  | { readonly kind: 'subjectAltPublicKeyInfo'; readonly algorithm: string }
  | { readonly kind: 'altSignatureAlgorithm'; readonly algorithm: string }
  | { readonly kind: 'altSignatureValue'; readonly signature: Uint8Array }
  /** What the authority of Sigstore says of a build: the name of the extension says what. */
  | { readonly kind: 'sigstore'; readonly text: string }
  | {
      readonly kind: 'stepProvisioner';
      /** 'ACME', 'OIDC'… */
      readonly type: string;
      readonly name: string;
      readonly credential: string;
      /** Keys and values in turn. */
      readonly pairs: readonly string[];
    }
  | { readonly kind: 'proxyCertInfo'; readonly language: NamedOid; readonly pathLength?: number }
  | { readonly kind: 'biometricInfo'; readonly items: readonly BiometricItem[] }
  | { readonly kind: 'logotype'; readonly logos: readonly Logotype[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed'; readonly reason: string };

export interface NamedOid {
  readonly oid: string;
  /** Absent when we do not know it. */
  readonly name?: string;
}

/** RFC 5280 §4.2.1.8: a fact about the subject. */
export interface DirectoryAttribute extends NamedOid {
  /** DER of each: their types depend on the attribute. */
  readonly values: readonly Uint8Array[];
}

export interface BiometricItem {
  /** 'picture', 'handwritten signature', or an OID. */
  readonly type: string;
  /** OID of the hash. */
  readonly hash: string;
  readonly digest: Uint8Array;
  readonly url?: string;
}

export interface Logotype {
  readonly owner: 'community' | 'issuer' | 'subject' | 'other';
  /** Cut after 200 characters. */
  readonly url: string;
}

export interface CertificatePolicy extends NamedOid {
  readonly cps: readonly string[];
  readonly notices: readonly UserNotice[];
  /** OIDs of qualifiers that are neither. */
  readonly otherQualifiers: readonly string[];
}

/** RFC 5280 §4.2.1.4: words for the person who relies on the certificate, or where an organization keeps them by number. */
export interface UserNotice {
  readonly organization?: string;
  /** As decimal text: there is no bound. */
  readonly numbers?: readonly string[];
  readonly text?: string;
}

export interface PolicyMapping {
  readonly issuerDomain: NamedOid;
  readonly subjectDomain: NamedOid;
}

/** RFC 5280 §4.2.1.13. */
export interface DistributionPoint {
  /** Names of one and the same list; empty when the point has none. */
  readonly names: readonly GeneralName[];
  /** The last part of a name, to be put behind the name of who issues the list. */
  readonly relativeName?: readonly NameAttribute[];
  /** Absent: the list covers every reason. */
  readonly reasons?: readonly RevocationReason[];
  /** Who signs the list; absent: who issued the certificate. */
  readonly issuer?: readonly GeneralName[];
}

/** RFC 5280 §4.2.1.13, in bit order; bit 0 is unused. */
export type RevocationReason =
  | 'unused'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'privilegeWithdrawn'
  | 'aACompromise';

export interface AccessDescription {
  readonly method: NamedOid;
  readonly place: GeneralName;
}

/** A signed certificate timestamp v1 (RFC 6962 §3.2). */
export interface CertificateTimestamp {
  readonly version: 1;
  /** SHA-256 of the log's key: lower-case hex. */
  readonly logId: string;
  /** ms since the Unix epoch, UTC. */
  readonly timestamp: number;
  /** 'ECDSA with SHA-256'; '0x0407' when the numbers are unknown. */
  readonly algorithm: string;
  readonly extensions: Uint8Array;
  readonly signature: Uint8Array;
}

/** A statement of ETSI EN 319 412-5, TS 119 495 (PSD2) or RFC 3739; `other` when it is none of theirs. */
export type QcStatement =
  /** EU qualified, and: the private key sits in a certified device. */
  | { readonly kind: 'compliance' | 'secure-device' }
  /** amount × 10^exponent; the currency as ISO 4217 letters or number. */
  | { readonly kind: 'limit'; readonly currency: string; readonly amount: string; readonly exponent: number }
  | { readonly kind: 'retention'; readonly years: number }
  | { readonly kind: 'disclosure'; readonly places: readonly { readonly url: string; readonly language: string }[] }
  | { readonly kind: 'type'; readonly types: readonly NamedOid[] }
  /** ISO 3166 letters; absent = the EU's own legislation. */
  | { readonly kind: 'legislation'; readonly countries: readonly string[] }
  | {
      readonly kind: 'psd2';
      readonly roles: readonly NamedOid[];
      readonly authority: string;
      readonly authorityId: string;
    }
  | { readonly kind: 'other'; readonly oid: string; readonly name?: string; readonly der: Uint8Array };

export interface SmimeCapability extends NamedOid {
  /** DER of the parameters; absent when there are none. */
  readonly parameters?: Uint8Array;
}

/** In bit order; bit 4 is reserved. */
export type NetscapeTypeBit =
  'sslClient' | 'sslServer' | 'smime' | 'objectSigning' | 'reserved' | 'sslCA' | 'smimeCA' | 'objectSigningCA';

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
  /** `label`: 'UPN', 'SRV', 'XMPP'… when the type is known; `text`: its value, when that is a text. */
  | {
      readonly kind: 'other';
      readonly oid: string;
      readonly der: Uint8Array;
      readonly label?: string;
      readonly text?: string;
    };

/** The value of an extension, by its kind; undefined when the certificate does not carry it (or it is malformed). */
export function extensionOf<K extends ExtensionValue['kind']>(
  certificate: Certificate,
  kind: K,
): Extract<ExtensionValue, { kind: K }> | undefined {
  const found = certificate.extensions.find((extension) => extension.value.kind === kind);
  return found?.value as Extract<ExtensionValue, { kind: K }> | undefined;
}
