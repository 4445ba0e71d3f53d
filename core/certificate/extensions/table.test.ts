import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionOf, type Certificate, type ExtensionValue } from '#core/certificate/certificate.ts';
import { describeExtension } from '#core/certificate/describeExtension.ts';
import { CT_LIST_DATE } from '#core/certificate/ct/logs.ts';
import { toHex, withColons } from '#core/certificate/fingerprint.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { extensionName, isObeyed, readExtensionValue } from './table.ts';
import { known } from '#testdata/known.ts';
import { issue } from '#testdata/pki.ts';

interface Both {
  readonly certificate: Certificate;
  /** What `openssl x509 -text` prints, every run of white space as one space. */
  readonly printed: string;
}

function both(...extensions: string[]): Both {
  const issued = issue({ extensions });
  const words = ['x509', '-in', issued.certFile, '-noout', '-text'];
  const printed = execFileSync('openssl', words, { encoding: 'utf8' }).replace(/\s+/g, ' ');
  return { certificate: known(issued).certificate, printed };
}

/** '[label] value (note)' of each row of the only extension of a certificate made with these lines. */
function rows(...extensions: string[]): readonly string[] {
  const [extension] = both(...extensions).certificate.extensions;
  if (extension === undefined) return [];
  return describeExtension(extension).map(
    ({ label, value, note }) => `[${label}] ${value}${note === undefined ? '' : ` (${note})`}`,
  );
}

function valueOf(...extensions: string[]): ExtensionValue | undefined {
  return both(...extensions).certificate.extensions[0]?.value;
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** DER of one value, for contents below 64 kB. */
function der(tag: number, body: string): string {
  const length = body.length / 2;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.from([tag, ...size]).toString('hex') + body;
}

describe('what openssl reads in an extension is what we read', () => {
  test('the rules on policies', () => {
    const { certificate, printed } = both(
      'policyMappings=1.2.3.4:1.2.3.5,2.23.140.1.2.1:1.2.3.6',
      'policyConstraints=requireExplicitPolicy:3,inhibitPolicyMapping:0',
      'inhibitAnyPolicy=2',
    );

    const mappings = extensionOf(certificate, 'policyMappings')?.mappings ?? [];
    const constraints = extensionOf(certificate, 'policyConstraints');
    expect(printed).toContain(
      `Policy Mappings: ${mappings.map(({ issuerDomain, subjectDomain }) => `${issuerDomain.oid}:${subjectDomain.oid}`).join(', ')} `,
    );
    expect(printed).toContain(
      `Require Explicit Policy:${constraints?.requireExplicitPolicy}, Inhibit Policy Mapping:${constraints?.inhibitPolicyMapping} `,
    );
    expect(printed).toContain(`Inhibit Any Policy: ${extensionOf(certificate, 'inhibitAnyPolicy')?.skipCertificates} `);
  });

  test('policies with a statement and a notice', () => {
    const { certificate, printed } = both(
      'certificatePolicies=1.2.3.4,@policy',
      '[policy]',
      'policyIdentifier=2.23.140.1.2.2',
      'CPS.1=http://cps.corp/',
      'userNotice.1=@notice',
      '[notice]',
      'explicitText=UTF8:Hands off',
      'organization=Acme',
      'noticeNumbers=1,2,300',
    );

    const [plain, full] = extensionOf(certificate, 'certificatePolicies')?.policies ?? [];
    const [notice] = full?.notices ?? [];
    expect(plain).toEqual({ oid: '1.2.3.4', cps: [], notices: [], otherQualifiers: [] });
    expect(full?.name).toBe('Organization validated');
    expect(printed).toContain(
      `Policy: ${plain?.oid} Policy: ${full?.oid} CPS: ${full?.cps[0]} User Notice: ` +
        `Organization: ${notice?.organization} Numbers: ${notice?.numbers?.join(', ')} Explicit Text: ${notice?.text} `,
    );
  });

  test('revocation lists with all their names, reasons and signer', () => {
    const { certificate, printed } = both(
      'crlDistributionPoints=full,relative',
      'freshestCRL=URI:http://d.corp/delta.crl',
      '[full]',
      'fullname=URI:http://c.corp/1.crl,dirName:who',
      'CRLissuer=dirName:who',
      'reasons=keyCompromise,CACompromise,AACompromise',
      '[relative]',
      'relativename=who',
      '[who]',
      'CN=Lists',
    );

    const { urls, points } = extensionOf(certificate, 'cRLDistributionPoints') ?? {};
    const [full, relative] = points ?? [];
    expect(printed).toContain(
      'Full Name: URI:http://c.corp/1.crl DirName:CN = Lists Reasons: Key Compromise, CA Compromise, AA Compromise ' +
        'CRL Issuer: DirName:CN = Lists Relative Name: CN = Lists',
    );
    expect(urls).toEqual(['http://c.corp/1.crl']);
    expect(full?.names.map(nameText)).toEqual(['uri:http://c.corp/1.crl', 'directory:CN=Lists']);
    expect(full?.reasons).toEqual(['keyCompromise', 'cACompromise', 'aACompromise']);
    expect(full?.issuer?.map(nameText)).toEqual(['directory:CN=Lists']);
    expect(relative).toMatchObject({ names: [], relativeName: [{ label: 'CN', value: 'Lists' }] });
    expect(extensionOf(certificate, 'freshestCRL')?.points.flatMap(({ names }) => names.map(nameText))).toEqual([
      'uri:http://d.corp/delta.crl',
    ]);
    expect(printed).toContain('Freshest CRL: Full Name: URI:http://d.corp/delta.crl ');
  });

  test('places of the issuer and of the subject', () => {
    const { certificate, printed } = both(
      'authorityInfoAccess=OCSP;URI:http://o.corp/,OCSP;email:o@corp,1.2.3;URI:http://x.corp/',
      'subjectInfoAccess=caRepository;URI:http://r.corp/,ad_timestamping;email:t@corp',
    );

    const authority = extensionOf(certificate, 'authorityInfoAccess');
    const accesses = extensionOf(certificate, 'subjectInfoAccess')?.accesses ?? [];
    expect(printed).toContain('OCSP - URI:http://o.corp/ OCSP - email:o@corp 1.2.3 - URI:http://x.corp/ ');
    expect(authority?.ocsp).toEqual(['http://o.corp/']);
    expect(authority?.others.map(({ method, place }) => `${method.name ?? method.oid} ${nameText(place)}`)).toEqual([
      'ocsp email:o@corp',
      '1.2.3 uri:http://x.corp/',
    ]);
    expect(printed).toContain('CA Repository - URI:http://r.corp/ AD Time Stamping - email:t@corp ');
    expect(accesses.map(({ method, place }) => `${method.name} ${nameText(place)}`)).toEqual([
      'caRepository uri:http://r.corp/',
      'timeStamping email:t@corp',
    ]);
  });

  test('other names of the issuer, and the kinds of other name', () => {
    const { certificate, printed } = both(
      'issuerAltName=URI:http://i.corp/,email:ca@i.corp',
      'subjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:alice@corp,otherName:1.3.6.1.5.5.7.8.7;IA5:_xmpp.corp,' +
        'otherName:1.3.6.1.5.5.7.8.5;UTF8:bob@corp,otherName:1.2.3;UTF8:x,otherName:1.2.4;NULL',
    );

    expect(printed).toContain('Issuer Alternative Name: URI:http://i.corp/, email:ca@i.corp ');
    expect(extensionOf(certificate, 'issuerAltName')?.names.map(nameText)).toEqual([
      'uri:http://i.corp/',
      'email:ca@i.corp',
    ]);
    expect(printed).toContain('UPN::alice@corp, othername: SRVName::_xmpp.corp, othername: XmppAddr::bob@corp');
    expect(extensionOf(certificate, 'subjectAltName')?.names.map(nameText)).toEqual([
      'UPN:alice@corp',
      'SRV:_xmpp.corp',
      'XMPP:bob@corp',
      '1.2.3:x',
      'other:1.2.4',
    ]);
  });

  test('what Netscape left behind', () => {
    const { certificate, printed } = both(
      'nsCertType=server,sslCA',
      'nsComment=made by hand',
      'nsBaseUrl=http://n.corp/',
      'nsSslServerName=*.corp',
    );

    const texts = certificate.extensions.flatMap(({ name, value }) =>
      value.kind === 'netscapeText' ? [`${name} ${value.text}`] : [],
    );
    expect(printed).toContain(
      'Netscape Cert Type: SSL Server, SSL CA Netscape Comment: made by hand Netscape Base Url: http://n.corp/ Netscape SSL Server Name: *.corp ',
    );
    expect(extensionOf(certificate, 'netscapeCertType')?.bits).toEqual(['sslServer', 'sslCA']);
    expect(texts).toEqual([
      'netscapeComment made by hand',
      'netscapeBaseUrl http://n.corp/',
      'netscapeSslServerName *.corp',
    ]);
  });

  test('how long the key may sign', () => {
    const { certificate, printed } = both(
      '2.5.29.16=ASN1:SEQUENCE:period',
      '[period]',
      'a=IMP:0,GENTIME:20260101000000Z',
      'b=IMP:1,GENTIME:20270101000000Z',
    );

    expect(printed).toContain('Not Before: Jan 1 00:00:00 2026 GMT, Not After: Jan 1 00:00:00 2027 GMT');
    expect(extensionOf(certificate, 'privateKeyUsagePeriod')).toEqual({
      kind: 'privateKeyUsagePeriod',
      notBefore: Date.UTC(2026, 0, 1),
      notAfter: Date.UTC(2027, 0, 1),
    });
  });

  test('timestamps of transparency logs', () => {
    const logId = 'a0'.repeat(32);
    const one = `00${logId}0000019a00000000000004030004deadbeef`;
    const later = '07ffff';
    const items = [one, later].map((item) => (item.length / 2).toString(16).padStart(4, '0') + item).join('');
    const list = (items.length / 2).toString(16).padStart(4, '0') + items;

    const { certificate, printed } = both(`1.3.6.1.4.1.11129.2.4.2=DER:${der(0x04, list)}`);

    const value = extensionOf(certificate, 'signedCertificateTimestampList');
    const [timestamp] = value?.timestamps ?? [];
    expect(timestamp).toMatchObject({ version: 1, logId, timestamp: 0x19a00000000, algorithm: 'ECDSA with SHA-256' });
    expect(toHex(timestamp?.signature ?? bytes(''))).toBe('deadbeef');
    expect(value?.laterVersions).toEqual([7]);
    expect(printed).toContain('Version : v1 (0x0)');
    expect(printed.replaceAll(' ', '')).toContain(`LogID:${withColons(logId)}`);
    expect(printed).toContain(
      'Timestamp : Oct 20 05:03:11.360 2025 GMT Extensions: none Signature : ecdsa-with-SHA256',
    );
    expect(new Date(0x19a00000000).toISOString()).toBe('2025-10-20T05:03:11.360Z');
  });
});

describe('extensions that openssl only prints as bytes are read and put into words', () => {
  test.each([
    [
      'a pre-certificate',
      ['1.3.6.1.4.1.11129.2.4.3=ASN1:NULL'],
      'made for transparency logs only: no server may use it',
    ],
    ['OCSP no-check', ['noCheck=ignored'], '[OCSP no check] yes'],
    ['no revocation', ['2.5.29.56=ASN1:NULL'], '[No revocation] yes'],
    ['delegated credentials', ['1.3.6.1.4.1.44363.44=ASN1:NULL'], '[Delegated credentials] allowed'],
    ['a Microsoft type', ['1.3.6.1.4.1.311.20.2=ASN1:BMP:WebServer'], '[Microsoft template] WebServer'],
    [
      'a Microsoft CA version',
      ['1.3.6.1.4.1.311.21.1=ASN1:INT:65538'],
      '[Microsoft CA version] V2.1 (certificate renewed 2 times, key number 1)',
    ],
    [
      'a Microsoft hash',
      ['1.3.6.1.4.1.311.21.2=ASN1:FORMAT:HEX,OCT:0a0b'],
      '[Previous CA certificate] 0A:0B (its SHA-1)',
    ],
    [
      'a Microsoft template',
      ['1.3.6.1.4.1.311.21.7=ASN1:SEQ:t', '[t]', 'a=OID:1.3.6.1.4.1.311.21.8.1.2', 'b=INT:100', 'c=INT:5'],
      '[Microsoft template] 1.3.6.1.4.1.311.21.8.1.2 (version 100.5)',
    ],
    [
      'Microsoft purposes',
      [
        '1.3.6.1.4.1.311.21.10=ASN1:SEQ:purposes',
        '[purposes]',
        'a=SEQ:a',
        'b=SEQ:b',
        '[a]',
        'a=OID:1.3.6.1.5.5.7.3.1',
        '[b]',
        'a=OID:1.2.3',
      ],
      '[Application policies] serverAuth, 1.2.3 (Microsoft’s purposes)',
    ],
    [
      'a Microsoft account',
      [
        '1.3.6.1.4.1.311.25.2=ASN1:SEQ:s',
        '[s]',
        'a=IMP:0,SEQ:o',
        '[o]',
        'a=OID:1.3.6.1.4.1.311.25.2.1',
        'b=EXP:0,OCT:S-1-5-21-1-2-3-500',
      ],
      '[Windows account] S-1-5-21-1-2-3-500',
    ],
    [
      'S/MIME capabilities',
      [
        '1.2.840.113549.1.9.15=ASN1:SEQ:c',
        '[c]',
        'a=SEQ:a',
        'b=SEQ:b',
        '[a]',
        'a=OID:2.16.840.1.101.3.4.1.42',
        '[b]',
        'a=OID:1.2.840.113549.3.2',
        'b=INT:128',
      ],
      '[S/MIME capabilities] AES-256-CBC, RC2-CBC (02020080)',
    ],
    [
      'facts about a person',
      [
        '2.5.29.9=ASN1:SEQ:facts',
        '[facts]',
        'a=SEQ:a',
        '[a]',
        'a=OID:1.3.6.1.5.5.7.9.4',
        'b=SET:v',
        '[v]',
        'a=PRINTABLE:NO',
      ],
      '[Facts about the subject] countryOfCitizenship: NO',
    ],
    [
      'an ACME challenge',
      [`1.3.6.1.5.5.7.1.31=ASN1:FORMAT:HEX,OCT:${'ab'.repeat(32)}`],
      `[ACME challenge] ${withColons('ab'.repeat(32))}`,
    ],
    [
      'an organization identifier',
      ['2.23.140.3.1=ASN1:SEQ:o', '[o]', 'a=PRINTABLE:NTR', 'b=PRINTABLE:US', 'c=IMP:0,PRINTABLE:CA', 'd=UTF8:12345'],
      '[Organization identifier] NTRUS+CA-12345',
    ],
    ['a maker’s authority', ['1.3.6.1.5.5.7.1.32=ASN1:IA5:masa.corp'], '[Maker’s authority] masa.corp'],
    [
      'a second key',
      ['2.5.29.72=ASN1:SEQ:k', '[k]', 'a=SEQ:a', 'b=FORMAT:HEX,BITSTR:00', '[a]', 'a=OID:2.16.840.1.101.3.4.3.18'],
      '[Second public key] id-ml-dsa-65',
    ],
    [
      'a second algorithm',
      ['2.5.29.73=ASN1:SEQ:a', '[a]', 'a=OID:2.16.840.1.101.3.4.3.18'],
      '[Second signature] id-ml-dsa-65 (not checked)',
    ],
    ['a second signature', ['2.5.29.74=ASN1:FORMAT:HEX,BITSTR:010203'], '[Second signature] 3 bytes (not checked)'],
    [
      'policy constraints',
      ['policyConstraints=requireExplicitPolicy:1,inhibitPolicyMapping:0'],
      '[Policy constraints] a policy is required after 1 more certificate, policies are not mapped from here on',
    ],
    [
      'facts about a TPM',
      [
        '2.5.29.9=ASN1:SEQ:facts',
        '[facts]',
        'a=SEQ:a',
        '[a]',
        'a=OID:2.23.133.2.16',
        'b=SET:v',
        '[v]',
        'a=SEQ:s',
        '[s]',
        'a=UTF8:2.0',
        'b=INT:0',
        'c=INT:138',
      ],
      '[Facts about the subject] tpmSpecification: SEQUENCE { 2.0, 0, 138 }',
    ],
    [
      'a proxy',
      ['proxyCertInfo=language:id-ppl-inheritAll,pathlen:3'],
      '[Proxy certificate] inheritAll (rights handed on · at most 3 more below it)',
    ],
    [
      'biometric data',
      [
        '1.3.6.1.5.5.7.1.2=ASN1:SEQ:b',
        '[b]',
        'a=SEQ:i',
        '[i]',
        'a=INT:0',
        'b=SEQ:h',
        'c=FORMAT:HEX,OCT:0102',
        'd=IA5:http://p.corp/',
        '[h]',
        'a=OID:2.16.840.1.101.3.4.2.1',
      ],
      '[Biometric data] 01:02 (hash of a picture at http://p.corp/)',
    ],
    [
      'a logo',
      [
        '1.3.6.1.5.5.7.1.12=ASN1:SEQ:l',
        '[l]',
        'a=EXP:2,SEQ:info',
        '[info]',
        'a=IMP:0,SEQ:data',
        '[data]',
        'a=SEQ:images',
        '[images]',
        'a=SEQ:image',
        '[image]',
        'a=SEQ:details',
        '[details]',
        'a=IA5:image/svg+xml',
        'b=SEQ:none',
        'c=SEQ:urls',
        '[none]',
        '[urls]',
        'a=IA5:http://logo.corp/l.svg',
      ],
      '[Logo] http://logo.corp/l.svg (of the subject; not fetched)',
    ],
    [
      'a provisioner of step-ca',
      ['1.3.6.1.4.1.37476.9000.64.1=ASN1:SEQ:s', '[s]', 'a=INT:6', 'b=OCT:acme@corp', 'c=OCT:'],
      '[step-ca provisioner] ACME acme@corp',
    ],
    [
      'a build of Sigstore',
      ['1.3.6.1.4.1.57264.1.9=ASN1:UTF8:https://git.corp/x'],
      '[Sigstore build signer URI] https://git.corp/x',
    ],
    [
      'a build of Sigstore in its first form',
      [`1.3.6.1.4.1.57264.1.1=DER:${Buffer.from('https://accounts.corp').toString('hex')}`],
      '[Sigstore issuer] https://accounts.corp',
    ],
    [
      'what nobody knows, as ASN.1',
      ['1.2.3.4.5=ASN1:SEQ:u', '[u]', 'a=OID:2.5.4.3', 'b=UTF8:x', 'c=SET:v', '[v]', 'a=INT:7'],
      'not decoded · SEQUENCE { 2.5.4.3 CN, x, SET { 7 } }',
    ],
    ['a policy mapping', ['policyMappings=2.23.140.1.2.1:1.2.3'], '[Policy mapping] Domain validated = 1.2.3'],
  ])('%s', (_, lines, words) => {
    expect(rows(...lines).join('\n')).toContain(words);
  });

  test('qualified certificates of the EU', () => {
    const words = rows(
      '1.3.6.1.5.5.7.1.3=ASN1:SEQ:q',
      ...['[q]', ...'abcdefghi'.split('').map((part) => `${part}=SEQ:q${part}`)],
      ...['[qa]', 'x=OID:0.4.0.1862.1.1'],
      ...['[qb]', 'x=OID:0.4.0.1862.1.2', 'y=SEQ:money'],
      ...['[money]', 'x=PRINTABLE:EUR', 'y=INT:25', 'z=INT:3'],
      ...['[qc]', 'x=OID:0.4.0.1862.1.3', 'y=INT:15'],
      ...['[qd]', 'x=OID:0.4.0.1862.1.4'],
      ...['[qe]', 'x=OID:0.4.0.1862.1.5', 'y=SEQ:places', '[places]', 'x=SEQ:place'],
      ...['[place]', 'x=IA5:https://pds.corp/en', 'y=PRINTABLE:en'],
      ...['[qf]', 'x=OID:0.4.0.1862.1.6', 'y=SEQ:types', '[types]', 'x=OID:0.4.0.1862.1.6.3'],
      ...['[qg]', 'x=OID:0.4.0.1862.1.7', 'y=SEQ:law', '[law]', 'x=PRINTABLE:CH'],
      ...['[qh]', 'x=OID:0.4.0.19495.2', 'y=SEQ:psd2', '[psd2]', 'x=SEQ:roles', 'y=UTF8:BaFin', 'z=UTF8:DE-BAFIN'],
      ...['[roles]', 'x=SEQ:role', '[role]', 'x=OID:0.4.0.19495.1.3', 'y=UTF8:PSP_AI'],
      ...['[qi]', 'x=OID:1.2.3.4'],
    );

    expect(words).toEqual([
      '[Qualified certificate] yes (says that it meets the law on qualified certificates)',
      '[Qualified certificate] transactions up to 25 × 10^3 EUR',
      '[Qualified certificate] records kept for 15 years after its end',
      '[Qualified certificate] key in a qualified device',
      '[Disclosure statement] https://pds.corp/en (en)',
      '[Qualified certificate] for website authentication',
      '[Qualified certificate] under the law of CH',
      '[Payment services] account information (PSD2, registered with BaFin (DE-BAFIN))',
      '[Qualified certificate] 1.2.3.4 (1.2.3.4, not decoded)',
    ]);
  });

  test('a timestamp says that its log is not known by name', () => {
    const item = `00${'0b'.repeat(32)}0000019a000000000000040300020102`;
    const list = `0033${'0031'}${item}`;

    expect(rows(`1.3.6.1.4.1.11129.2.4.2=DER:${der(0x04, list)}`)).toEqual([
      `[Transparency log] ${'0b'.repeat(32)} (logged 20 Oct 2025, 05:03:11 UTC · a log unknown to the list of ${CT_LIST_DATE} · v1 · ECDSA with SHA-256)`,
    ]);
  });

  test('text that would turn the line around is escaped', () => {
    expect(rows('1.3.6.1.4.1.311.20.2=ASN1:FORMAT:UTF8,BMP:a\u202eb')).toEqual(['[Microsoft template] a\\e2\\80\\aeb']);
  });
});

describe('an extension with malformed content spoils only itself', () => {
  test.each([
    ['2.5.29.18', '3000', 'no names'],
    ['2.5.29.33', '3000', 'no mappings'],
    ['2.5.29.33', '3007300506032a0304', 'half a mapping'],
    ['2.5.29.36', '3000', 'no constraint'],
    ['2.5.29.36', '30038201ff', 'an unknown constraint'],
    ['2.5.29.54', '0201ff', 'a negative count'],
    ['2.5.29.31', '30053003830101', 'a point with something unknown'],
    [
      '2.5.29.32',
      der(0x30, der(0x30, `06032a0304${der(0x30, der(0x30, '06082b060105050702020500'))}`)),
      'a notice that is none',
    ],
    ['2.5.29.46', '3000', 'no points'],
    ['1.3.6.1.5.5.7.1.11', '3007300506032a0304', 'a method without a place'],
    ['1.3.6.1.4.1.11129.2.4.2', '04020000', 'no timestamps'],
    ['1.3.6.1.4.1.11129.2.4.2', '0406000400020000', 'half a timestamp'],
    [
      '1.3.6.1.4.1.11129.2.4.2',
      der(0x04, `00330031${`00${'00'.repeat(32)}ffffffffffffffff`}0000040300020102`),
      'a moment out of range',
    ],
    ['1.3.6.1.4.1.11129.2.4.2', der(0x04, '000400020700ff'), 'bytes after the list'],
    ['1.3.6.1.4.1.11129.2.4.3', '050100', 'a NULL with content'],
    ['1.3.6.1.5.5.7.48.1.5', '0101ff', 'no NULL'],
    ['2.5.29.56', '3000', 'no NULL'],
    ['1.3.6.1.4.1.44363.44', '3000', 'no NULL'],
    ['1.3.6.1.5.5.7.1.3', '300a3008060604008e460102', 'a limit without a sum'],
    ['2.5.29.16', '3000', 'no period'],
    ['2.5.29.16', '3004800278ff', 'no time'],
    ['1.2.840.113549.1.9.15', '30023000', 'a capability without a type'],
    ['2.5.29.9', '3000', 'no attributes'],
    ['1.3.6.1.5.5.7.1.31', '040100', 'a short digest'],
    ['2.23.140.3.1', '3000', 'no scheme'],
    ['1.3.6.1.4.1.311.20.2', '0500', 'no text'],
    ['1.3.6.1.4.1.311.21.1', '0500', 'no number'],
    ['1.3.6.1.4.1.311.21.7', '3000', 'no template'],
    ['1.3.6.1.4.1.311.25.2', '3000', 'no account'],
    ['2.16.840.1.113730.1.1', '0500', 'no bits'],
    ['2.16.840.1.113730.1.13', '0500', 'no text'],
    ['2.5.29.72', '3000', 'no key'],
    ['2.5.29.73', '0500', 'no algorithm'],
    ['2.5.29.74', '0500', 'no signature'],
  ])('%s %s: %s', (oid, content) => {
    expect(readExtensionValue(oid, bytes(content)).kind).toBe('malformed');
  });

  test('and its neighbours are read', () => {
    const { certificate } = both('inhibitAnyPolicy=DER:05:00', 'basicConstraints=CA:TRUE', '2.5.29.36=DER:30:00');

    expect(certificate.extensions.slice(0, 3).map(({ value }) => value.kind)).toEqual([
      'malformed',
      'basicConstraints',
      'malformed',
    ]);
  });

  test('but another name that is not well-formed inside leaves the list of names readable', () => {
    // A UPN whose UTF8String ends before its length says.
    const name = der(0xa0, `${der(0x06, '2b060104018237140203')}a0020c05`);

    expect(valueOf(`subjectAltName=DER:${der(0x30, name)}`)).toMatchObject({
      kind: 'subjectAltName',
      names: [{ kind: 'other', oid: '1.3.6.1.4.1.311.20.2.3', label: 'UPN' }],
    });
  });
});

/** Every OID of the arcs that extensions come from; most have no meaning. */
const arcs = (arc: string, count: number) => Array.from({ length: count }, (_, index) => `${arc}.${index}`);
const oids = [
  ...arcs('2.5.29', 100),
  ...arcs('1.3.6.1.5.5.7.1', 50),
  ...arcs('1.3.6.1.5.5.7.48.1', 10),
  ...arcs('1.3.6.1.4.1.11129.2.4', 10),
  ...arcs('1.3.6.1.4.1.311.20', 5),
  ...arcs('1.3.6.1.4.1.311.21', 20),
  ...arcs('1.3.6.1.4.1.311.25', 5),
  ...arcs('1.2.840.113549.1.9', 30),
  ...arcs('2.16.840.1.113730.1', 20),
  ...arcs('2.23.140.3', 3),
  '1.3.6.1.4.1.44363.44',
];

test('being decoded does not make an extension obeyed: only those the path check has a rule for may be critical', () => {
  expect(oids.filter(isObeyed).map(extensionName)).toEqual([
    'keyUsage',
    'subjectAltName',
    'basicConstraints',
    'nameConstraints',
    'cRLDistributionPoints',
    'certificatePolicies',
    'policyMappings',
    'policyConstraints',
    'extKeyUsage',
    'inhibitAnyPolicy',
  ]);
});

describe('no bytes make a decoder throw', () => {
  const named = oids.filter((oid) => extensionName(oid) !== undefined);
  const extension = (oid: string, content: Uint8Array) => {
    const value = readExtensionValue(oid, content);
    return describeExtension({ oid, critical: false, der: content, value }).every(({ value: text }) => text.length > 0);
  };

  test('random ones', () => {
    fc.assert(
      fc.property(fc.constantFrom(...named), fc.uint8Array({ maxLength: 80 }), (oid, content) => {
        return readExtensionValue(oid, content).kind.length > 0;
      }),
      { numRuns: 2000 },
    );
  });

  test('well-formed DER of any shape', () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, depthSize: 'medium' },
        fc.constantFrom(
          '0500',
          '020103',
          '06032a0304',
          '0c0161',
          '160161',
          '0101ff',
          '04020102',
          '030201fe',
          '800101',
          '8100',
        ),
        fc
          .tuple(fc.constantFrom(0x30, 0x31, 0xa0, 0xa1, 0xa2), fc.array(tie('tree'), { maxLength: 4 }))
          .map(([tag, parts]) => der(tag, parts.join(''))),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...named), tree, (oid, content) => {
        extension(oid, bytes(content));
        return true;
      }),
      { numRuns: 5000 },
    );
  });
});
