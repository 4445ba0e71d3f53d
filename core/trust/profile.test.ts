import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { rootCertificates } from 'node:tls';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, type Issued, type IssueOptions } from '#testdata/pki.ts';
import { profileBreaches, type Place, type Profile } from './profile.ts';

const leafPlace: Place = { role: 'leaf', isAnchor: false, selfIssued: false };
const issuerPlace: Place = { role: 'issuer', isAnchor: false, selfIssued: false };
const rootPlace: Place = { role: 'issuer', isAnchor: true, selfIssued: true };

const identified = ['subjectKeyIdentifier=hash', 'authorityKeyIdentifier=keyid'];
const plainLeaf = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature',
  'extendedKeyUsage=serverAuth',
  'subjectAltName=DNS:api.corp',
  ...identified,
];

let root: Issued;
beforeAll(() => {
  root = issueRoot();
});

const leaf = (more: IssueOptions = {}): Certificate =>
  known(issue({ issuer: root, subject: '/CN=api.corp', extensions: plainLeaf, ...more })).certificate;
const authority = (extensions: readonly string[], more: IssueOptions = {}): Certificate =>
  known(issue({ issuer: root, subject: '/CN=Sub CA', extensions: [...extensions, ...identified], ...more }))
    .certificate;
const said = (certificate: Certificate, place: Place, profile: Profile = 'whole') =>
  profileBreaches(certificate, place, profile).map(({ severity, reason }) => `${severity}: ${reason}`);
/** `openssl ca`, which makes the others, takes no serial number. */
function numbered(serial: string): Certificate {
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=api.corp';
  const pem = execFileSync('openssl', [...words.split(' '), '-set_serial', serial], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const blocks = parsePem(pem.toString());
  const decoded = decodeCertificate((blocks.ok ? blocks.value[0] : undefined) ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}
/** The extension of the same name replaced. */
const leafWith = (line: string): Certificate =>
  leaf({ extensions: [...plainLeaf.filter((other) => other.split('=')[0] !== line.split('=')[0]), line] });

describe('what RFC 5280 has written well has no breach', () => {
  test('a server certificate, an intermediate and a root', () => {
    expect(said(leaf(), leafPlace)).toEqual([]);
    expect(
      said(authority(['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign']), issuerPlace),
    ).toEqual([]);
    expect(said(known(root).certificate, rootPlace)).toEqual([]);
  });

  test('no root that node trusts is blamed when only what is relied on is asked', () => {
    const blamed = rootCertificates.flatMap((pem) => {
      const blocks = parsePem(pem);
      const decoded = decodeCertificate((blocks.ok ? blocks.value[0] : undefined) ?? new Uint8Array());
      return decoded.ok ? said(decoded.value, rootPlace, 'relied-on') : [pem];
    });

    expect(blamed).toEqual([]);
  });

  test('no root that node trusts is refused for its form', () => {
    const refused = rootCertificates.flatMap((pem) => {
      const blocks = parsePem(pem);
      const decoded = decodeCertificate((blocks.ok ? blocks.value[0] : undefined) ?? new Uint8Array());
      return decoded.ok ? said(decoded.value, rootPlace).filter((text) => text.startsWith('error')) : [pem];
    });

    expect(refused).toEqual([]);
  });
});

describe('what no client can make sense of is an error', () => {
  test('an issuer without a name', () => {
    const nameless = issueRoot('/');

    expect(said(leaf({ issuer: nameless }), leafPlace, 'relied-on')).toEqual(['error: it does not name its issuer']);
  });

  test('extensions in a certificate of version 2', () => {
    expect(said({ ...leaf(), version: 2 }, leafPlace, 'relied-on')).toEqual([
      'error: it has extensions, but is not of version 3',
    ]);
  });

  test.each(['critical,permitted;DNS:corp', 'permitted;DNS:corp'])(
    'name constraints (%s) in a server certificate',
    (value) => {
      expect(said(leafWith(`nameConstraints=${value}`), leafPlace, 'relied-on')).toEqual([
        'error: it constrains the names of others without being an authority',
      ]);
    },
  );

  test('an anchor is only told, for a person chose it', () => {
    const nameless = issueRoot('/');

    expect(said(known(nameless).certificate, rootPlace)).toContain('warning: it is an authority without a name');
    expect(said(known(nameless).certificate, rootPlace).filter((text) => text.startsWith('error'))).toEqual([]);
    expect(said(known(nameless).certificate, rootPlace, 'relied-on')).toEqual([]);
  });
});

describe('slips that make nothing less proven are warnings', () => {
  test.each([
    ['0', 'its serial number is not a positive number'],
    ['-5', 'its serial number is not a positive number'],
    [`0x${'7f'.repeat(21)}`, 'its serial number is longer than 20 bytes'],
  ])('the serial number %s', (serial, reason) => {
    expect(said(numbered(serial), leafPlace, 'relied-on')).toEqual([`warning: ${reason}`]);
  });

  test('a serial number of 20 bytes is fine', () => {
    expect(said(numbered(`0x${'7f'.repeat(20)}`), leafPlace, 'relied-on')).toEqual([]);
  });

  test('an empty subject needs critical alternative names', () => {
    expect(said(leaf({ subject: '/' }), leafPlace, 'relied-on')).toEqual([
      'warning: its subject is empty, yet its alternative names are not critical',
    ]);
    const critical = plainLeaf.map((line) => line.replace('subjectAltName=', 'subjectAltName=critical,'));
    expect(said(leaf({ subject: '/', extensions: critical }), leafPlace)).toEqual([]);
  });

  test('keyCertSign without being an authority', () => {
    expect(said(leafWith('keyUsage=critical,digitalSignature,keyCertSign'), leafPlace, 'relied-on')).toEqual([
      'warning: it may sign certificates (keyCertSign), but is not an authority',
    ]);
  });

  test('a path length without the right to sign', () => {
    const certificate = authority(['basicConstraints=critical,CA:TRUE,pathlen:1', 'keyUsage=critical,cRLSign']);

    expect(said(certificate, issuerPlace, 'relied-on')).toEqual([
      'warning: it limits the length of paths, but may not sign certificates',
    ]);
  });
});

describe('what binds those who issue is named when the whole profile is asked', () => {
  test.each([
    ['subjectAltName=critical,DNS:api.corp', 'its alternative names are critical although it has a subject'],
    ['subjectAltName=DNS:API.corp', 'its common name is not, letter for letter, one of its alternative names'],
    ['subjectAltName=DNS:api.corp,DNS:a_b.corp', 'one of its DNS names is not a host name'],
    ['subjectAltName=DNS:api.corp,DNS:-a.corp', 'one of its DNS names is not a host name'],
    ['extendedKeyUsage=critical,serverAuth', 'its purposes are critical (extKeyUsage)'],
    ['extendedKeyUsage=serverAuth,anyExtendedKeyUsage', 'it is for any purpose (anyExtendedKeyUsage)'],
    ['basicConstraints=critical,CA:TRUE', 'it is an authority, used as the certificate of a server'],
  ])('a server certificate with %s', (line, reason) => {
    expect(said(leafWith(line), leafPlace)).toEqual([`warning: ${reason}`]);
    expect(said(leafWith(line), leafPlace, 'relied-on')).toEqual([]);
  });

  test('a server certificate without purposes or the identifier of the key that signed it', () => {
    const bare = leaf({ extensions: ['subjectAltName=DNS:api.corp', 'authorityKeyIdentifier=none'] });

    expect(said(bare, leafPlace)).toEqual([
      'warning: it does not say which key signed it (authorityKeyIdentifier)',
      'warning: it does not say what it is for (extKeyUsage)',
    ]);
  });

  test('an intermediate that is not critical about what it may do', () => {
    const certificate = authority([
      'basicConstraints=CA:TRUE',
      'nameConstraints=permitted;DNS:.corp',
      'policyConstraints=requireExplicitPolicy:3',
    ]);

    expect(said(certificate, issuerPlace)).toEqual([
      'warning: it is an authority, but does not say so critically (basicConstraints)',
      'warning: it has constraints that are not critical',
      'warning: it constrains host names with a leading dot',
    ]);
  });

  test('a root with purposes, whose authority key is described by name and number', () => {
    const certificate = known(
      issue({
        subject: '/CN=Root',
        extensions: [...caExtensions, 'extendedKeyUsage=serverAuth', 'authorityKeyIdentifier=keyid,issuer:always'],
      }),
    ).certificate;

    expect(said(certificate, rootPlace)).toEqual([
      'warning: it is a root with a list of purposes (extKeyUsage)',
      'warning: it is a root whose authorityKeyIdentifier is not its own key identifier alone',
    ]);
  });

  test('an RSA key of 2052 bits', () => {
    expect(said(leaf({ newkey: ['rsa:2052'] }), leafPlace)).toEqual([
      'warning: the size of its RSA key is no whole number of bytes',
    ]);
  });
});
