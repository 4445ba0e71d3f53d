import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RevocationCheck, RevocationMethod } from '#core/diagnose/revocationCheck.ts';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { known } from '#testdata/known.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { crlOf, ocspAnswer } from '#testdata/revocation.ts';
import { createDiagnosis } from './diagnosis.ts';

let server: Server, origin: string, ca: Issued;
let answer: Uint8Array | string = '';
let asked: { readonly method: string; readonly type: string; readonly bytes: number };
beforeAll(async () => {
  ca = issueRoot('/CN=Authority');
  server = createServer((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => {
      asked = { method: request.method ?? '', type: request.headers['content-type'] ?? '', bytes };
      response.writeHead(request.url === '/gone' ? 404 : 200).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const leafWith = (...lines: readonly string[]): Issued =>
  issue({ subject: '/CN=a', issuer: ca, extensions: [...leafExtensions('a.test'), ...lines] });

async function check(leaf: Issued, method: RevocationMethod): Promise<RevocationCheck> {
  const diagnosis = createDiagnosis({
    trust: trustOnly(),
    everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true } }),
    now: Date.now,
    userAgent: 'Wireglass/test',
  });
  const { certificate } = known(leaf);
  const checked = await diagnosis.revocation({ certificate, issuer: known(ca).certificate, method });
  diagnosis.close();
  return checked;
}

describe('asking whether a certificate was revoked', () => {
  test('by OCSP posts a question and judges the answer', async () => {
    const leaf = leafWith(`authorityInfoAccess=OCSP;URI:${origin}/ocsp`);
    answer = ocspAnswer({ certificate: leaf, issuer: ca, entry: { reason: 'keyCompromise' } });

    const checked = await check(leaf, 'ocsp');

    expect(asked).toMatchObject({ method: 'POST', type: 'application/ocsp-request' });
    expect(asked.bytes).toBeGreaterThan(50);
    expect(checked).toMatchObject({
      method: 'ocsp',
      certificate: known(leaf).sha256,
      status: { source: 'ocsp', status: 'revoked', reason: 'keyCompromise' },
      fetches: [{ purpose: 'ocsp', method: 'POST', status: 200 }],
    });
  });

  test('by list, in DER or in PEM', async () => {
    const leaf = leafWith(`crlDistributionPoints=URI:${origin}/ca.crl`);
    const list = crlOf({ issuer: ca, revoked: [{ serial: known(leaf).certificate.serial.toUpperCase() }] });
    answer = list;
    expect(await check(leaf, 'crl')).toMatchObject({ status: { source: 'crl', status: 'revoked' } });

    const base64 = Buffer.from(list).toString('base64');
    answer = `-----BEGIN X509 CRL-----\n${base64}\n-----END X509 CRL-----\n`;
    expect(await check(leaf, 'crl')).toMatchObject({ status: { status: 'revoked' } });

    answer = crlOf({ issuer: ca, revoked: [] });
    expect(await check(leaf, 'crl')).toMatchObject({ status: { status: 'good', problems: [] } });
  });

  test('of an answer that is none says so', async () => {
    answer = '<html>';

    const leaf = leafWith(`authorityInfoAccess=OCSP;URI:${origin}/`, `crlDistributionPoints=URI:${origin}/`);

    expect((await check(leaf, 'ocsp')).status).toMatchObject({ status: 'unknown', problems: ['malformed'] });
    expect((await check(leaf, 'crl')).status).toMatchObject({ status: 'unknown', problems: ['malformed'] });
  });

  test('goes to the second address when the first fails, and gives the reason of the last', async () => {
    answer = crlOf({ issuer: ca, revoked: [] });
    const second = leafWith(`crlDistributionPoints=URI:${origin}/gone,URI:${origin}/ca.crl`);
    const neither = leafWith(`authorityInfoAccess=OCSP;URI:${origin}/gone`);

    const checked = await check(second, 'crl');
    expect(checked.fetches.map(({ status }) => status)).toEqual([404, 200]);
    expect(checked.status?.status).toBe('good');
    expect(await check(neither, 'ocsp')).toMatchObject({
      failure: { kind: 'fetch', fetch: { failure: { kind: 'status', status: 404 } } },
    });
  });

  test('asks nobody when nobody is named, or nobody that may be asked', async () => {
    const ldap = leafWith('crlDistributionPoints=URI:ldap://ldap.corp/cn=ca');

    expect(await check(leafWith(), 'ocsp')).toMatchObject({ failure: { kind: 'no-address' }, fetches: [] });
    expect(await check(ldap, 'crl')).toMatchObject({ failure: { kind: 'scheme' }, fetches: [] });
  });
});
