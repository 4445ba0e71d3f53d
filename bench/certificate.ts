import { X509Certificate } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { certificateTree } from '#core/certificate/tree.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { median, type Measure } from './measure.ts';

/** Rounds before counting, for the compiler, and rounds that count. */
const [WARM, COUNTED] = [300, 500];

/**
 * One leaf with the extensions of the public web and some more: what a handshake reads of it, and what a viewer adds.
 *
 * The peer is node's X509Certificate with toLegacyObject(), which decodes the names, the key and three extensions in C; it is not
 * the same work, and said only to give the number a measure. pkijs, which DESIGN.md had in mind, is not installed.
 */
export function measureCertificate(): readonly Measure[] {
  const der = fullLeaf();
  const decoded = decodeCertificate(der);
  if (!decoded.ok) throw new Error(decoded.error.message);
  const { value: certificate } = decoded;
  const now = Date.now();
  return [
    {
      id: 'certificate.decode',
      title: `Decode a leaf with ${certificate.extensions.length} extensions`,
      value: timeOf(() => decodeCertificate(der)),
      unit: 'ms',
      bound: { atMost: 0.5 },
    },
    {
      id: 'certificate.node',
      title: '  the same leaf by node (names, key, 3 extensions)',
      value: timeOf(() => new X509Certificate(der).toLegacyObject()),
      unit: 'ms',
    },
    {
      id: 'certificate.words',
      title: '  put into words, in full',
      value: timeOf(() => describeCertificate(certificate, { now, detail: 'full' })),
      unit: 'ms',
    },
    { id: 'certificate.tree', title: '  its ASN.1 tree', value: timeOf(() => certificateTree(der)), unit: 'ms' },
  ];
}

function timeOf(work: () => unknown): number {
  for (let round = 0; round < WARM; round++) work();
  const times: number[] = [];
  for (let round = 0; round < COUNTED; round++) {
    const began = performance.now();
    work();
    times.push(performance.now() - began);
  }
  return median(times);
}

function fullLeaf(): Uint8Array {
  const { cert } = issue({
    subject: '/C=DE/ST=Bayern/L=Halden/O=Halden AG/CN=www.halden.example',
    issuer: issueRoot(),
    extensions: [
      ...leafExtensions('halden.example', 'www.halden.example', 'api.halden.example', '10.0.0.1'),
      'subjectKeyIdentifier=hash',
      'authorityKeyIdentifier=keyid',
      'authorityInfoAccess=OCSP;URI:http://o.corp/,caIssuers;URI:http://c.corp/ca.cer',
      'crlDistributionPoints=URI:http://c.corp/1.crl',
      'certificatePolicies=2.23.140.1.2.2,1.3.6.1.4.1.44947.1.1.1',
      'tlsfeature=status_request',
      'issuerAltName=URI:http://c.corp/',
      'subjectInfoAccess=caRepository;URI:http://c.corp/',
      'nsComment=made for a benchmark',
      '1.3.6.1.4.1.311.21.7=ASN1:SEQ:t',
      `1.3.6.1.4.1.11129.2.4.2=DER:${timestamps()}`,
      '1.2.3.4=DER:05:00',
      '[t]',
      'a=OID:1.3.6.1.4.1.311.21.8.1.2',
      'b=INT:100',
      'c=INT:5',
    ],
  });
  const ders = parsePem(cert);
  const der = ders.ok ? ders.value[0] : undefined;
  if (der === undefined) throw new Error('openssl wrote no certificate');
  return der;
}

/** A list of two timestamps with made-up signatures (RFC 6962 §3.3), as hex. */
function timestamps(): string {
  const one = `00${'0e5794bc'.repeat(8)}0000019a00000000${'0000'}0403${'0046'}${'5a'.repeat(70)}`;
  const sized = (hex: string) => (hex.length / 2).toString(16).padStart(4, '0') + hex;
  const list = sized(sized(one) + sized(one));
  return `0481${(list.length / 2).toString(16)}${list}`;
}
