import { describe, expect, test } from 'vitest';
import { chainOf, ordinal, pathByNames, type Chain, type ChainFacts } from './chainSteps.ts';
import { fixtureCertificate } from './chainFixture.ts';
import { numberedFindings } from './findingNumbers.ts';
import type { TlsReport } from '#core/tls/report.ts';
import type { Finding, Verdict } from '#core/trust/verdict.ts';

const root = 'Root';
const middle = 'Middle';
const leaf = 'leaf.test';
const stray = 'Stray';

/** Certificates are told apart by a fingerprint: here that is their name, spelled backwards. */
function id(name: string): string {
  return [...name].reverse().join('');
}

const certificates = new Map([
  [id(root), fixtureCertificate(root, root, 'ca')],
  [id(middle), fixtureCertificate(middle, root, 'ca')],
  [id(leaf), fixtureCertificate(leaf, middle, 'server')],
  [id(stray), fixtureCertificate(stray, stray, 'ca')],
]);
const now = Date.UTC(2026, 6, 1);

function chain(
  sent: readonly string[],
  path: readonly string[],
  findings: readonly Finding[],
  anchor?: Verdict['anchor'],
): Chain {
  const verdict = { kind: 'untrusted', library: { accepted: false, code: '' }, findings, ...(anchor && { anchor }) };
  const report = { chain: { sent: sent.map(id), path: path.map(id) }, verdict } as unknown as TlsReport;
  return chainOf({ host: 'leaf.test', report, certificates, storeWords: '5 custom', now });
}

/** 'link words: node' for each step. */
function outline({ steps }: Chain): string[] {
  return steps.map(({ link, node }) => `${link.state}: ${node.name ?? node.more}`);
}

test('a proven path leads to its source', () => {
  const found = chain([leaf, middle], [leaf, middle, root], [], {
    sha256: id(root),
    source: 'custom',
    scope: ['*.test'],
  });

  expect(outline(found)).toEqual(['ok: leaf.test', 'ok: Middle', 'ok: Root', 'ok: Custom']);
  expect(found.steps.map(({ node }) => node.role)).toEqual([
    'Sent 1st · server',
    'Sent 2nd · intermediate',
    'Not sent · root',
    'Your trust',
  ]);
});

test('a name that does not fit breaks the first link', () => {
  const wrong: Finding = { kind: 'wrong-host', severity: 'error', certificate: id(leaf), asked: 'x', offered: [] };

  expect(chain([leaf], [], [wrong]).steps[0]?.link).toEqual({ state: 'broken', words: 'does not match' });
});

test('a missing certificate stands in its place, and a root that was sent apart behind a link that cannot be judged', () => {
  const findings: Finding[] = [
    { kind: 'incomplete-chain', severity: 'error', certificate: id(leaf), issuer: 'Middle', caIssuers: [] },
    { kind: 'unknown-issuer', severity: 'error', certificate: id(root), issuer: 'Root', root: true },
  ];

  expect(outline(chain([leaf, root], [], findings))).toEqual([
    'ok: leaf.test',
    'broken: Middle',
    'unknown: Root',
    'broken: 5 custom',
  ]);
});

test('a signature that does not fit breaks the link to its issuer', () => {
  const bad: Finding = { kind: 'bad-signature', severity: 'error', certificate: id(leaf), issuer: 'Middle' };

  expect(chain([leaf, middle], [], [bad]).steps[1]?.link).toMatchObject({ state: 'broken' });
});

test('certificates on no path stand apart', () => {
  const found = chain([leaf, middle, stray], [leaf, middle, root], []);

  expect(found.spare.map((node) => node.name)).toEqual(['Stray']);
});

test('a certificate carries the numbers of its findings', () => {
  const findings: Finding[] = [
    { kind: 'root-sent', severity: 'note', certificate: id(root) },
    { kind: 'expired', severity: 'error', certificate: id(leaf), notAfter: 0, now: 1 },
  ];
  const [first] = chain([leaf, middle, root], [leaf, middle, root], findings).steps;

  expect(first?.node.marks.map((mark) => mark.number)).toEqual([1]);
});

test('an authority that is trusted for other hosts only is marked where it is kept', () => {
  const outside: Finding = {
    kind: 'out-of-scope',
    severity: 'error',
    certificate: id(root),
    host: 'leaf.test',
    scope: ['other.test'],
    label: 'Root',
  };
  const last = chain([leaf, middle], [], [outside]).steps.at(-1);

  expect(last?.link.words).toBe('trusted, but not for this host');
  expect(last?.node.marks).toHaveLength(1);
});

test('a chain in disorder is put in order by its names, and a circle of names ends', () => {
  expect(pathByNames([leaf, root, middle].map(id), certificates)).toEqual([leaf, middle, root].map(id));
  expect(pathByNames([root, root].map(id), certificates)).toEqual([id(root)]);
});

test('a certificate says until when it holds, or that its time is over', () => {
  const [, second] = chain([leaf, middle], [leaf, middle, root], []).steps;
  const late = {
    host: leaf,
    report: { chain: { sent: [id(leaf)], path: [] }, verdict: { findings: [] } },
    certificates,
  };
  const [first] = chainOf({ ...late, storeWords: '', now: Date.UTC(2028, 0, 1) } as unknown as ChainFacts).steps;

  expect(second?.node.more).toBe('Until 1 Jan 2027');
  expect(first?.node.more).toBe('Expired on 1 Jan 2027');
});

test('a certificate that cannot be decoded is shown by its fingerprint', () => {
  const report = {
    chain: { sent: ['ab'.repeat(32)], path: [] },
    verdict: { kind: 'untrusted', library: { accepted: false, code: '' }, findings: [] },
  } as unknown as TlsReport;
  const found = chainOf({ host: 'x', report, certificates: new Map(), storeWords: '', now: 0 });

  expect(found.steps[0]?.node).toMatchObject({ name: 'abababababababab…', more: 'could not be decoded' });
});

test('errors are numbered in the order of the check and stand before warnings and notes', () => {
  const findings: Finding[] = [
    { kind: 'root-sent', severity: 'note' },
    { kind: 'expired', severity: 'error', notAfter: 0, now: 1 },
    { kind: 'chain-disorder', severity: 'warning' },
    { kind: 'self-signed', severity: 'error' },
  ];

  expect(numberedFindings(findings).map(({ finding, number }) => [number, finding.kind])).toEqual([
    [1, 'expired'],
    [2, 'self-signed'],
    [undefined, 'chain-disorder'],
    [undefined, 'root-sent'],
  ]);
});

describe('a chain out of a file', () => {
  const certificates = new Map([
    ['r', fixtureCertificate('Corp Root', 'Corp Root', 'ca')],
    ['l', fixtureCertificate('api.corp', 'Corp Root', 'server')],
  ]);
  const facts = { certificates, storeWords: '3 custom', now: Date.UTC(2026, 6, 1), order: 'file', start: 'l' } as const;

  test('begins with the certificate in question, wherever it stands in the file', () => {
    const chain = chainOf({ ...facts, report: { chain: { sent: ['r', 'l'], path: [] } } });

    expect(chain.asked).toBeUndefined();
    expect(chain.steps.map(({ node }) => (node.kind === 'certificate' ? [node.name, node.place] : node.kind))).toEqual([
      ['api.corp', '2nd in the file'],
      ['Corp Root', '1st in the file'],
      'store',
    ]);
  });

  test('says that it is not judged yet', () => {
    const chain = chainOf({ ...facts, report: { chain: { sent: ['r', 'l'], path: [] } } });

    expect(chain.steps.at(-1)?.link).toEqual({ state: 'unknown', words: 'not judged yet' });
  });
});

test('places are counted as people count', () => {
  expect([1, 2, 3, 4, 11, 12, 13, 21, 101, 111].map(ordinal)).toEqual([
    '1st',
    '2nd',
    '3rd',
    '4th',
    '11th',
    '12th',
    '13th',
    '21st',
    '101st',
    '111th',
  ]);
});
