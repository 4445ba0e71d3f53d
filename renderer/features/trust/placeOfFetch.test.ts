import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '#core/trust/verdict.ts';
import { known } from '#testdata/known.ts';
import { issue, leafExtensions, type Issued } from '#testdata/pki.ts';
import { placeOfFetch } from './placeOfFetch.ts';

let pointing: Issued, silent: Issued;
beforeAll(() => {
  const at = 'authorityInfoAccess=caIssuers;URI:ldap://x/y,caIssuers;URI:http://pki.test/ca.cer';
  pointing = issue({ extensions: [...leafExtensions('a.test'), at] });
  silent = issue({ extensions: leafExtensions('a.test') });
});

const bag = () => new Map([pointing, silent].map((issued) => [known(issued).sha256, known(issued).certificate]));
const unknown = (issued: Issued, root: boolean): Finding => ({
  kind: 'unknown-issuer',
  severity: 'error',
  certificate: known(issued).sha256,
  issuer: 'CA',
  root,
});
const incomplete = (...caIssuers: readonly string[]): Finding => ({
  kind: 'incomplete-chain',
  severity: 'error',
  issuer: 'CA',
  caIssuers,
});

describe('what is missing can be fetched', () => {
  test('where a chain breaks off and says where its issuer is, once for all findings', () => {
    const findings = [incomplete('ldap://x'), incomplete('http://pki.test/a'), incomplete('http://pki.test/b')];

    expect(placeOfFetch(findings, bag())).toEqual({ index: 1, url: 'http://pki.test/a' });
  });

  test('above a chain that ends below its root, when the last certificate says where', () => {
    expect(placeOfFetch([unknown(pointing, false)], bag())).toEqual({ index: 0, url: 'http://pki.test/ca.cer' });
    expect(placeOfFetch([unknown(silent, false)], bag())).toBeUndefined();
  });

  test('but not above a root, and not for other findings', () => {
    const expired: Finding = { kind: 'self-signed', severity: 'error', certificate: known(pointing).sha256 };

    expect(placeOfFetch([unknown(pointing, true), expired], bag())).toBeUndefined();
  });
});
