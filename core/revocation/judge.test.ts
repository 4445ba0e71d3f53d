import { beforeAll, describe, expect, test } from 'vitest';
import { known } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued, type IssueOptions } from '#testdata/pki.ts';
import { crlOf, hashWithNode, ocspAnswer, verifySignedWithNode, type CrlOptions } from '#testdata/revocation.ts';
import { decodeCrl } from './crl.ts';
import { judgeCrl, judgeOcsp } from './judge.ts';

const DAY = 86_400_000;
const REVOKED_AT = Date.UTC(2024, 2, 1, 12);

let ca: Issued, other: Issued, leaf: Issued, neighbour: Issued, responder: Issued;
const responderExtensions = ['keyUsage=critical,digitalSignature', 'extendedKeyUsage=OCSPSigning', 'noCheck=ignored'];
const issueResponder = (more: IssueOptions = {}) =>
  issue({ subject: '/CN=Responder', issuer: ca, extensions: responderExtensions, ...more });
beforeAll(() => {
  ca = issueRoot('/CN=Authority');
  other = issueRoot('/CN=Authority');
  leaf = issue({ subject: '/CN=a', issuer: ca, extensions: leafExtensions('a.test') });
  neighbour = issue({ subject: '/CN=b', issuer: ca, extensions: leafExtensions('b.test') });
  responder = issueResponder();
});

const powers = { verify: verifySignedWithNode, hash: hashWithNode };

function ocsp(response: Uint8Array, more: { readonly now?: number; readonly issuer?: Issued } = {}) {
  const { now = Date.now(), issuer = ca } = more;
  const parties = { certificate: known(leaf).certificate, issuer: known(issuer).certificate };
  return judgeOcsp({ source: 'staple', response, ...parties, now, ...powers });
}

describe('an OCSP response', () => {
  test('of the issuer says that a certificate is good', () => {
    const said = ocsp(ocspAnswer({ certificate: leaf, issuer: ca }));

    expect(said).toMatchObject({ source: 'staple', status: 'good', responder: 'Authority', problems: [] });
    expect(Math.abs((said.thisUpdate ?? 0) - Date.now())).toBeLessThan(60_000);
    expect((said.nextUpdate ?? 0) - (said.thisUpdate ?? 0)).toBe(7 * DAY);
  });

  test('of a responder that the issuer certified for it counts as the issuer’s', () => {
    const byName = ocspAnswer({ certificate: leaf, issuer: ca, signer: responder });
    const byKey = ocspAnswer({ certificate: leaf, issuer: ca, signer: responder, more: ['-resp_key_id'] });

    expect(ocsp(byName)).toMatchObject({ status: 'good', responder: 'Responder', problems: [] });
    expect(ocsp(byKey)).toMatchObject({ status: 'good', responder: 'Responder', problems: [] });
  });

  test('says when and why a certificate was revoked', () => {
    const said = ocsp(ocspAnswer({ certificate: leaf, issuer: ca, entry: { reason: 'keyCompromise' } }));

    expect(said).toMatchObject({ status: 'revoked', revokedAt: REVOKED_AT, reason: 'keyCompromise', problems: [] });
  });

  test('that does not know the certificate leaves it open', () => {
    expect(ocsp(ocspAnswer({ certificate: leaf, issuer: ca, entry: 'absent' }))).toMatchObject({
      status: 'unknown',
      problems: [],
    });
  });

  test('about another certificate, or by another authority of the same name, proves nothing', () => {
    const aboutNeighbour = ocspAnswer({ certificate: neighbour, issuer: ca });
    const byStranger = ocspAnswer({ certificate: leaf, issuer: ca, signer: other });

    expect(ocsp(aboutNeighbour)).toMatchObject({ status: 'unknown', problems: ['other-certificate'] });
    expect(ocsp(byStranger)).toMatchObject({ status: 'unknown', problems: ['signer-not-allowed'] });
    expect(ocsp(ocspAnswer({ certificate: leaf, issuer: ca }), { issuer: other }).status).toBe('unknown');
  });

  test('by a certificate of the issuer that is not for signing responses proves nothing', () => {
    const byLeaf = ocspAnswer({ certificate: leaf, issuer: ca, signer: neighbour });
    const expired = issueResponder({ notBefore: '20240101000000Z', notAfter: '20240201000000Z' });

    expect(ocsp(byLeaf)).toMatchObject({ status: 'unknown', problems: ['signer-not-allowed'] });
    expect(ocsp(ocspAnswer({ certificate: leaf, issuer: ca, signer: expired }))).toMatchObject({
      status: 'unknown',
      problems: ['signer-expired'],
    });
  });

  test('without the certificate of its responder cannot be verified', () => {
    const bare = ocspAnswer({ certificate: leaf, issuer: ca, signer: responder, more: ['-resp_no_certs'] });

    expect(ocsp(bare)).toMatchObject({ status: 'unknown', problems: ['unknown-signer'] });
  });

  test('with a changed byte in its signature is refused, and one that was cut is malformed', () => {
    const response = ocspAnswer({ certificate: leaf, issuer: ca, more: ['-resp_no_certs'] });
    const changed = Uint8Array.from(response, (byte, index) => (index === response.length - 1 ? byte ^ 1 : byte));

    expect(ocsp(changed)).toMatchObject({ status: 'unknown', problems: ['bad-signature'] });
    expect(ocsp(response.subarray(0, -1))).toEqual({ source: 'staple', status: 'unknown', problems: ['malformed'] });
  });

  test('holds from its time to its end, with five minutes for clocks that differ', () => {
    const response = ocspAnswer({ certificate: leaf, issuer: ca });
    const problemsAt = (now: number) => ocsp(response, { now }).problems;
    const now = Date.now();

    expect(problemsAt(now - 4 * 60_000)).toEqual([]);
    expect(problemsAt(now - 6 * 60_000)).toEqual(['not-yet-valid']);
    expect(problemsAt(now + 7 * DAY + 4 * 60_000)).toEqual([]);
    expect(problemsAt(now + 7 * DAY + 6 * 60_000)).toEqual(['outdated']);
  });

  test('that is old still proves a revocation, unless that was only a hold', () => {
    const later = { now: Date.now() + 30 * DAY };
    const lost = ocspAnswer({ certificate: leaf, issuer: ca, entry: { reason: 'keyCompromise' } });
    const held = ocspAnswer({ certificate: leaf, issuer: ca, entry: { reason: 'certificateHold' } });

    expect(ocsp(lost, later)).toMatchObject({ status: 'revoked', problems: ['outdated'] });
    expect(ocsp(held, later)).toMatchObject({ status: 'unknown', problems: ['outdated'] });
  });

  test('signed with SHA-1 is too weak to be relied on', () => {
    const weak = ocspAnswer({ certificate: leaf, issuer: ca, more: ['-rmd', 'sha1'] });

    expect(ocsp(weak)).toMatchObject({ status: 'unknown', problems: ['weak-signature'] });
  });

  test.each([
    [1, 'malformed-request'],
    [2, 'internal-error'],
    [3, 'try-later'],
    [5, 'signature-required'],
    [6, 'unauthorized'],
    [4, 'malformed'],
    [0, 'malformed'],
  ])('that is a refusal of number %i is told as %s', (number, problem) => {
    expect(ocsp(Uint8Array.of(0x30, 3, 0x0a, 1, number)).problems).toEqual([problem]);
  });
});

const serialOf = (issued: Issued) => known(issued).certificate.serial.toUpperCase();

function crl(options: Partial<CrlOptions>, more: { readonly now?: number; readonly certificate?: Issued } = {}) {
  const decoded = decodeCrl(crlOf({ issuer: ca, revoked: [], ...options }));
  if (!decoded.ok) throw new Error(decoded.error.message);
  const { now = Date.now(), certificate = leaf } = more;
  const parties = { certificate: known(certificate).certificate, issuer: known(ca).certificate };
  return judgeCrl({ crl: decoded.value, ...parties, now, verify: verifySignedWithNode });
}

describe('a revocation list', () => {
  test('without the certificate says that it is good; with it, when and why it was revoked', () => {
    expect(crl({ revoked: [{ serial: serialOf(neighbour) }] })).toMatchObject({
      source: 'crl',
      status: 'good',
      responder: 'Authority',
      problems: [],
    });
    expect(
      crl({ revoked: [{ serial: serialOf(neighbour) }, { serial: serialOf(leaf), reason: 'superseded' }] }),
    ).toMatchObject({ status: 'revoked', revokedAt: REVOKED_AT, reason: 'superseded', problems: [] });
  });

  test('of another authority with the same name, out of date or of the future proves nothing', () => {
    expect(crl({ issuer: other })).toMatchObject({ status: 'unknown', problems: ['bad-signature'] });
    expect(crl({}, { now: Date.now() + 8 * DAY })).toMatchObject({ status: 'unknown', problems: ['outdated'] });
    expect(crl({}, { now: Date.now() - DAY })).toMatchObject({ status: 'unknown', problems: ['not-yet-valid'] });
  });

  test('that covers other certificates, or a part of the reasons, proves nothing by silence', () => {
    const scope = (...lines: readonly string[]) => ['issuingDistributionPoint=critical,@idp', '[idp]', ...lines];

    expect(crl({ extensions: scope('onlyCA=TRUE') }).problems).toEqual(['other-scope']);
    expect(crl({ extensions: scope('onlyuser=TRUE') }).problems).toEqual([]);
    expect(crl({ extensions: scope('onlysomereasons=keyCompromise') }).problems).toEqual(['partial']);
    expect(crl({ extensions: scope('indirectCRL=TRUE') }).problems).toEqual(['other-issuer']);
  });

  test('must be one that the certificate points to, when both name a place', () => {
    const at = (url: string) => ['issuingDistributionPoint=critical,@idp', '[idp]', `fullname=URI:${url}`];
    const pointing = issue({
      issuer: ca,
      extensions: [...leafExtensions('a.test'), 'crlDistributionPoints=URI:http://crl.test/1.crl'],
    });

    expect(crl({ extensions: at('http://crl.test/1.crl') }, { certificate: pointing }).problems).toEqual([]);
    expect(crl({ extensions: at('http://crl.test/2.crl') }, { certificate: pointing }).problems).toEqual([
      'other-scope',
    ]);
  });

  test('of changes proves what is on it, and nothing by silence', () => {
    const delta = ['2.5.29.27=critical,DER:02:01:05'];

    expect(crl({ extensions: delta }).problems).toEqual(['partial']);
    expect(crl({ extensions: delta, revoked: [{ serial: serialOf(leaf) }] })).toMatchObject({ status: 'revoked' });
  });

  test('with a critical extension that nobody knows is not relied on', () => {
    expect(crl({ extensions: ['1.2.3.4=critical,DER:05:00'] }).problems).toEqual(['unknown-critical-extension']);
  });

  test('by an authority that may not sign lists is not relied on', () => {
    const certain = issueRoot('/CN=Certain', { extensions: [caExtensions[0] ?? '', 'keyUsage=critical,keyCertSign'] });
    const child = issue({ issuer: certain, extensions: leafExtensions('a.test') });
    const decoded = decodeCrl(crlOf({ issuer: certain, revoked: [] }));
    if (!decoded.ok) throw new Error(decoded.error.message);

    const said = judgeCrl({
      crl: decoded.value,
      certificate: known(child).certificate,
      issuer: known(certain).certificate,
      now: Date.now(),
      verify: verifySignedWithNode,
    });

    expect(said).toMatchObject({ status: 'unknown', problems: ['signer-not-allowed'] });
  });
});
