import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AccessDescription,
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificateList,
  CRLDistributionPoints,
  CRLNumber,
  CRLReason,
  CRLReasons,
  DistributionPoint,
  DistributionPointName,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ad_caIssuers,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_cRLDistributionPoints,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_pe_authorityInfoAccess,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  RevokedCertificate,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  TBSCertList,
  Validity,
  Time,
  Version,
} from '@peculiar/asn1-x509';

/** A certificate with its private key: what a server needs, and what an authority signs with. */
export interface Issued {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly key: KeyObject;
  /** PKCS #8. */
  readonly keyPem: string;
  readonly subject: Subject;
}

/** Attributes of a name in their order, by RFC 4514 keyword. */
export type Subject = readonly (readonly [type: 'CN' | 'O' | 'OU', value: string])[];

export interface IssueOptions {
  readonly subject: Subject;
  /** Who signs; absent = itself. */
  readonly issuer?: Issued;
  /** ms UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly role:
    | { readonly kind: 'authority'; readonly pathLength?: number }
    /** Host names and IP addresses for the subjectAltName. */
    | { readonly kind: 'server'; readonly names: readonly string[] }
    | { readonly kind: 'client' };
  /** Default 'P-256'. */
  readonly key?: 'P-256' | 'RSA-1024';
  /** Where the issuer's certificate and its revocation list are fetched. */
  readonly caIssuersUrl?: string;
  readonly crlUrl?: string;
}

/** RFC 4519 §2. */
const attributeOids = { CN: '2.5.4.3', O: '2.5.4.10', OU: '2.5.4.11' } as const;
/** RFC 5280 §4.2.1.12. */
const purposeOids = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' } as const;
/** RFC 5758 §3.2 (no parameters) and RFC 4055 §5 (parameters NULL). */
const signatureAlgorithms = {
  ec: () => new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' }),
  rsa: () => new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null }),
} as const;

/** A new key and its certificate (version 3, SHA-256), by RFC 5280 §4. Takes about a millisecond; RSA ten times that. */
export function issueCertificate(options: IssueOptions): Issued {
  const { publicKey, privateKey } =
    options.key === 'RSA-1024'
      ? generateKeyPairSync('rsa', { modulusLength: 1024 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = options.issuer?.key ?? privateKey;
  const tbs = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithmOf(signer),
    issuer: nameOf(options.issuer?.subject ?? options.subject),
    validity: new Validity({ notBefore: new Date(options.notBefore), notAfter: new Date(options.notAfter) }),
    subject: nameOf(options.subject),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
    extensions: new Extensions(extensionsOf(options, keyId(publicKey))),
  });
  const der = new Uint8Array(
    AsnConvert.serialize(
      new Certificate({
        tbsCertificate: tbs,
        signatureAlgorithm: signatureAlgorithmOf(signer),
        signatureValue: signed(AsnConvert.serialize(tbs), signer),
      }),
    ),
  );
  return {
    der,
    pem: toPem(der),
    key: privateKey,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    subject: options.subject,
  };
}

/** What a list takes back: all for a lost key, at one moment (ms UTC). */
export interface Revoked {
  readonly certificates: readonly Issued[];
  readonly at: number;
}

/** A revocation list (version 2) in DER: RFC 5280 §5. */
export function issueCrl(issuer: Issued, thisUpdate: number, nextUpdate: number, revoked: Revoked): Uint8Array {
  const tbs = new TBSCertList({
    version: Version.v2,
    signature: signatureAlgorithmOf(issuer.key),
    issuer: nameOf(issuer.subject),
    thisUpdate: new Time(new Date(thisUpdate)),
    nextUpdate: new Time(new Date(nextUpdate)),
    // An empty list has no field at all (RFC 5280 §5.1.2.6).
    ...(revoked.certificates.length === 0
      ? {}
      : { revokedCertificates: revoked.certificates.map(entryOf(revoked.at)) }),
    crlExtensions: [
      extension(id_ce_authorityKeyIdentifier, authorityKeyId(issuer)),
      extension(id_ce_cRLNumber, new CRLNumber(1)),
    ],
  });
  const list = new CertificateList({
    tbsCertList: tbs,
    signatureAlgorithm: signatureAlgorithmOf(issuer.key),
    signature: signed(AsnConvert.serialize(tbs), issuer.key),
  });
  return new Uint8Array(AsnConvert.serialize(list));
}

function entryOf(at: number): (revoked: Issued) => RevokedCertificate {
  return ({ der }) =>
    new RevokedCertificate({
      userCertificate: AsnConvert.parse(der, Certificate).tbsCertificate.serialNumber,
      revocationDate: new Time(new Date(at)),
      crlEntryExtensions: [extension(id_ce_cRLReasons, new CRLReason(CRLReasons.keyCompromise))],
    });
}

function extensionsOf(options: IssueOptions, subjectKeyId: ArrayBuffer): Extension[] {
  const { role, issuer } = options;
  return [
    role.kind === 'authority'
      ? extension(id_ce_basicConstraints, basicConstraints(role.pathLength), 'critical')
      : extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), 'critical'),
    extension(
      id_ce_keyUsage,
      role.kind === 'authority'
        ? new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)
        : new KeyUsage(KeyUsageFlags.digitalSignature),
      'critical',
    ),
    ...(role.kind === 'authority'
      ? []
      : [
          extension(
            id_ce_extKeyUsage,
            new ExtendedKeyUsage([role.kind === 'server' ? purposeOids.serverAuth : purposeOids.clientAuth]),
          ),
        ]),
    extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(subjectKeyId)),
    ...(issuer ? [extension(id_ce_authorityKeyIdentifier, authorityKeyId(issuer))] : []),
    ...(role.kind === 'server'
      ? [extension(id_ce_subjectAltName, new SubjectAlternativeName(role.names.map(generalName)))]
      : []),
    ...(options.caIssuersUrl === undefined
      ? []
      : [extension(id_pe_authorityInfoAccess, caIssuers(options.caIssuersUrl))]),
    ...(options.crlUrl === undefined ? [] : [extension(id_ce_cRLDistributionPoints, crlPoints(options.crlUrl))]),
  ];
}

function extension(oid: string, value: unknown, criticality: 'critical' | 'plain' = 'plain'): Extension {
  const critical = criticality === 'critical';
  return new Extension({ extnID: oid, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function basicConstraints(pathLength: number | undefined): BasicConstraints {
  return new BasicConstraints({ cA: true, ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }) });
}

function caIssuers(url: string): AuthorityInfoAccessSyntax {
  const location = new GeneralName({ uniformResourceIdentifier: url });
  return new AuthorityInfoAccessSyntax([
    new AccessDescription({ accessMethod: id_ad_caIssuers, accessLocation: location }),
  ]);
}

function crlPoints(url: string): CRLDistributionPoints {
  const name = new DistributionPointName({ fullName: [new GeneralName({ uniformResourceIdentifier: url })] });
  return new CRLDistributionPoints([new DistributionPoint({ distributionPoint: name })]);
}

function generalName(name: string): GeneralName {
  const isAddress = /^[\d.]+$/.test(name) || name.includes(':');
  return new GeneralName(isAddress ? { iPAddress: name } : { dNSName: name });
}

function authorityKeyId(issuer: Issued): AuthorityKeyIdentifier {
  const issuerCertificate = AsnConvert.parse(issuer.der, Certificate);
  const spki = AsnConvert.serialize(issuerCertificate.tbsCertificate.subjectPublicKeyInfo);
  return new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(sha1OfKey(spki)) });
}

function keyId(publicKey: KeyObject): ArrayBuffer {
  return sha1OfKey(publicKey.export({ type: 'spki', format: 'der' }));
}

/** RFC 5280 §4.2.1.2, method (1): an identifier, no security rests on this SHA-1. */
function sha1OfKey(spki: Uint8Array | ArrayBuffer): ArrayBuffer {
  const { subjectPublicKey } = AsnConvert.parse(spki, SubjectPublicKeyInfo);
  return owned(createHash('sha1').update(new Uint8Array(subjectPublicKey)).digest());
}

function nameOf(subject: Subject): Name {
  return new Name(
    subject.map(
      ([type, value]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({
            type: attributeOids[type],
            value: new AttributeValue({ utf8String: value }),
          }),
        ]),
    ),
  );
}

function signatureAlgorithmOf(key: KeyObject): AlgorithmIdentifier {
  return key.asymmetricKeyType === 'rsa' ? signatureAlgorithms.rsa() : signatureAlgorithms.ec();
}

function signed(bytes: ArrayBuffer, key: KeyObject): ArrayBuffer {
  return owned(sign('sha256', new Uint8Array(bytes), key));
}

/** 127 random bits: positive and at most 20 octets (RFC 5280 §4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40; // never negative, never a leading zero octet
  return owned(bytes);
}

/** asn1-schema takes whole buffers, no views into a larger one. */
function owned(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
