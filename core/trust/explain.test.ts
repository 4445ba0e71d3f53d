import { describe, expect, test } from 'vitest';
import { explainFinding } from './explain.ts';
import type { Finding, FindingKind } from './verdict.ts';

const december = Date.UTC(2026, 11, 16, 6, 12, 44);
const subject = 'billing.stg.corp';
const error = { severity: 'error', certificate: 'ab', subject } as const;
const warning = { severity: 'warning', certificate: 'ab', subject } as const;
const note = { severity: 'note', certificate: 'ab', subject } as const;

/** One of each kind: a new kind does not compile without its example. */
const examples: { readonly [K in FindingKind]: Extract<Finding, { kind: K }> } = {
  expired: { kind: 'expired', ...error, notAfter: december, now: december + 3 * 86_400_000 },
  'not-yet-valid': { kind: 'not-yet-valid', ...error, notBefore: december, now: december - 1000 },
  'wrong-host': {
    kind: 'wrong-host',
    ...error,
    asked: 'billing.staging.corp',
    offered: [subject, '*.stg.corp'],
    nearest: subject,
  },
  'no-san': { kind: 'no-san', ...error, asked: 'api.corp', commonName: 'api.corp' },
  'self-signed': { kind: 'self-signed', ...error },
  'unknown-issuer': { kind: 'unknown-issuer', ...error, issuer: 'Corp Root', root: true },
  'incomplete-chain': { kind: 'incomplete-chain', ...error, issuer: 'Corp CA 2', caIssuers: ['http://pki.corp/2.cer'] },
  'bad-signature': { kind: 'bad-signature', ...error, issuer: 'Corp CA 2' },
  'not-a-ca': { kind: 'not-a-ca', ...error, reason: 'basic-constraints' },
  'key-usage': { kind: 'key-usage', ...error, missing: 'keyCertSign' },
  'path-too-long': { kind: 'path-too-long', ...error, limit: 0, actual: 1 },
  'name-constraint': { kind: 'name-constraint', ...error, name: 'a.org' },
  'wrong-purpose': { kind: 'wrong-purpose', ...error, purposes: ['clientAuth', '1.2.3'] },
  'unknown-critical-extension': { kind: 'unknown-critical-extension', ...error, oid: '1.2.3.4' },
  'weak-key': { kind: 'weak-key', ...error, algorithm: 'RSA', bits: 1024, minimumBits: 2048 },
  'weak-signature': { kind: 'weak-signature', ...error, algorithm: 'SHA-1' },
  revoked: { kind: 'revoked', ...error },
  'revocation-unknown': { kind: 'revocation-unknown', ...warning },
  'must-staple-missing': { kind: 'must-staple-missing', ...error },
  distrusted: {
    by: 'key',
    label: 'Sold to somebody',
    kind: 'distrusted',
    ...error,
  },
  'out-of-scope': { kind: 'out-of-scope', ...error, host: 'api.corp', scope: ['*.lab.corp'], label: 'Corp Root' },
  malformed: { kind: 'malformed', ...error, reason: 'the extension keyUsage occurs twice' },
  'interception-likely': {
    kind: 'interception-likely',
    severity: 'warning',
    reasons: ['the issuer is called Zscaler'],
  },
  'expires-soon': { kind: 'expires-soon', ...warning, notAfter: december, days: 23 },
  'validity-too-long': { kind: 'validity-too-long', ...warning, days: 825, limitDays: 200 },
  'chain-disorder': { kind: 'chain-disorder', ...warning },
  'extra-certificate': { kind: 'extra-certificate', ...note },
  'root-sent': { kind: 'root-sent', ...note },
  'sct-missing': { kind: 'sct-missing', ...note },
  'legacy-version': { kind: 'legacy-version', severity: 'warning', version: 'TLSv1.1' },
  'weak-cipher': { kind: 'weak-cipher', severity: 'warning', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
  'no-forward-secrecy': { kind: 'no-forward-secrecy', severity: 'warning', cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA' },
  disagreement: { kind: 'disagreement', severity: 'error', libraryCode: 'INVALID_PURPOSE', ours: 'accepted' },
};

describe('every finding is explained in whole sentences', () => {
  test.each(Object.values(examples))('$kind', (finding) => {
    const { title, cause, remedy } = explainFinding(finding);

    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(cause).toMatch(/^[A-Za-z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*[.]$/);
    expect(`${title}${cause}${remedy}`).not.toMatch(/undefined|NaN|\[object/);
  });

  test.each(
    Object.values(examples).filter(
      (finding) => finding.certificate !== undefined && !['out-of-scope', 'unknown-issuer'].includes(finding.kind),
    ),
  )('$kind names its certificate', (finding) => {
    expect(explainFinding(finding).cause).toContain(subject);
  });
});

describe('the facts are in the words', () => {
  test('dates are written out in UTC', () => {
    expect(explainFinding(examples.expired).cause).toContain('16 Dec 2026, 06:12:44 UTC, 3 days ago');
    expect(explainFinding(examples['expires-soon'])).toMatchObject({ title: 'The certificate expires in 23 days' });
  });

  test('a wrong host lists what is covered and offers the nearest', () => {
    expect(explainFinding(examples['wrong-host'])).toMatchObject({
      cause: expect.stringContaining('covers billing.stg.corp and *.stg.corp') as string,
      remedy: expect.stringContaining('Did you mean billing.stg.corp?') as string,
    });
  });

  test('hundreds of names are counted, not listed', () => {
    const offered = Array.from({ length: 300 }, (_, index) => `h${index}.corp`);
    const { cause } = explainFinding({ ...examples['wrong-host'], offered });

    expect(cause).toContain('h5.corp and 294 more');
    expect(cause).not.toContain('h6.corp');
  });

  test('a root in no list is named, and what must be compared before it is trusted', () => {
    expect(explainFinding(examples['unknown-issuer'])).toMatchObject({
      cause: expect.stringContaining('Corp Root') as string,
      remedy: expect.stringContaining('compare its fingerprint') as string,
    });
  });

  test('a host out of scope is named with its port where the scope names one', () => {
    const finding = { ...examples['out-of-scope'], host: 'localhost', port: 8449 };

    expect(explainFinding({ ...finding, scope: ['localhost:8443'] }).cause).toContain(
      'only for localhost:8443, and localhost:8449 is not among them',
    );
    expect(explainFinding({ ...finding, scope: ['*.corp'] }).cause).toContain('and localhost is not among them');
    expect(explainFinding({ ...finding, host: '::1', scope: ['[::1]:8443'] }).cause).toContain('[::1]:8449');
  });

  test('a pre-certificate is recognised', () => {
    const { remedy } = explainFinding({ ...examples['unknown-critical-extension'], oid: '1.3.6.1.4.1.11129.2.4.3' });

    expect(remedy).toContain('pre-certificate');
  });
});
