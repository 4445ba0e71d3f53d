import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { pathAnchors } from './anchors.ts';
import type { Distrust } from './distrust.ts';
import { checkPath, type PathInput, type PathResult } from './path.ts';
import { anchorOf, known, verifyWithNode } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';

const host = 'api.corp';
const now = Date.now();
const authority = (issuer: Issued, subject: string) => issue({ subject, issuer, extensions: caExtensions });
const sha = (one: Issued) => known(one).sha256;
/** The same name and key, certified by another root. */
function crossSigned({ key, keyFile, certFile }: Issued, by: Issued): Issued {
  const file = `${certFile}.cross`;
  writeFileSync(`${file}.ext`, caExtensions.join('\n'));
  const signer = ['-CA', by.certFile, '-CAkey', by.keyFile, '-extfile', `${file}.ext`];
  execFileSync('openssl', [
    'x509',
    '-req',
    '-in',
    keyFile.replace(/key$/, 'csr'),
    ...signer,
    '-days',
    '9',
    '-out',
    file,
  ]);
  return { cert: readFileSync(file, 'utf8'), key, certFile: file, keyFile };
}

let root: Issued, otherRoot: Issued, ca: Issued, leaf: Issued;
beforeAll(() => {
  root = issueRoot('/CN=Root');
  otherRoot = issueRoot('/CN=Other Root');
  ca = authority(root, '/CN=Intermediate');
  leaf = issue({ subject: '/CN=Server', issuer: ca, extensions: leafExtensions(host) });
});

function check(
  sent: readonly Issued[],
  anchors: readonly Issued[],
  refused: readonly Issued[],
  more: Partial<PathInput> = {},
): PathResult {
  const no = new Map(refused.map((one): [string, Distrust] => [sha(one), refusalOf(sha(one))]));
  const isRefused = (one: Issued) => no.has(sha(one));
  return checkPath(
    {
      sent: sent.map(known),
      host,
      anchors: pathAnchors(anchors.filter((one) => !isRefused(one)).map((one) => anchorOf(one))),
      refused: ({ sha256 }) => no.get(sha256),
      refusedAnchors: anchors.filter(isRefused).map((one) => anchorOf(one)),
      now,
      ...more,
    },
    verifyWithNode,
  );
}
const refusalOf = (sha256: string): Distrust => ({ kind: 'certificate', sha256, label: 'No more', addedAt: 0 });
const errors = ({ findings }: PathResult) =>
  findings.flatMap(({ kind, severity, certificate }) => (severity === 'error' ? [[kind, certificate]] : []));

describe('a refused certificate is named and stops', () => {
  test('as the server’s own', () => {
    expect(errors(check([leaf, ca], [root], [leaf]))).toEqual([['distrusted', sha(leaf)]]);
  });

  test('as an intermediate', () => {
    expect(errors(check([leaf, ca], [root], [ca]))).toEqual([['distrusted', sha(ca)]]);
  });

  test('as an anchor, instead of saying that nobody is known', () => {
    const result = check([leaf, ca], [root], [root]);

    expect(errors(result)).toEqual([['distrusted', sha(root)]]);
    expect(result.findings[0]).toMatchObject({ by: 'certificate', label: 'No more', subject: 'Root' });
    expect(result.path).toEqual([]);
  });

  test('as a kept intermediate', () => {
    expect(errors(check([leaf], [root], [ca], { hints: [known(ca)] }))).toEqual([['distrusted', sha(ca)]]);
  });

  test('beside the path, where nobody needs it', () => {
    const stray = authority(otherRoot, '/CN=Stray');

    expect(errors(check([leaf, ca, stray], [root], [stray]))).toEqual([['distrusted', sha(stray)]]);
  });

  test('together with everything else that is wrong', () => {
    const result = check([leaf, ca], [root], [leaf, ca], { host: 'other.corp' });

    expect(
      errors(result)
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(['distrusted', 'distrusted', 'wrong-host']);
  });

  test('once for each certificate', () => {
    expect(errors(check([leaf, ca, root], [root], [root]))).toEqual([['distrusted', sha(root)]]);
  });
});

describe('where there is another way', () => {
  test('it goes around a kept intermediate that is refused', () => {
    const twin = crossSigned(ca, otherRoot);
    const both = [known(twin), known(ca)];

    const result = check([leaf], [root, otherRoot], [twin], { hints: both });

    expect(errors(result)).toEqual([]);
    expect(result.path).toEqual([leaf, ca, root].map(sha));
  });

  test('it does not lead through an anchor that is refused', () => {
    const result = check([leaf, ca], [root, ca], [root]);

    expect(errors(result)).toEqual([]);
    expect(result.path).toEqual([leaf, ca].map(sha));
  });
});

describe('a kept intermediate', () => {
  test('closes the gap that the server left, and that is said', () => {
    const result = check([leaf], [root], [], { hints: [known(ca)] });

    expect(result.path).toEqual([leaf, ca, root].map(sha));
    expect(result.findings).toMatchObject([{ kind: 'incomplete-chain', severity: 'warning', certificate: sha(leaf) }]);
  });

  test('vouches for nobody: without an anchor there is no path', () => {
    const result = check([leaf], [otherRoot], [], { hints: [known(ca), known(root)] });

    expect(result.path).toEqual([]);
    expect(errors(result).map(([kind]) => kind)).toEqual(['unknown-issuer']);
  });

  test('is not taken where the server sent a whole chain, were it shorter or not', () => {
    const middle = authority(ca, '/CN=Middle');
    const deep = issue({ subject: '/CN=Server', issuer: middle, extensions: leafExtensions(host) });
    const shortcut = issue({ subject: '/CN=Middle', issuer: root, extensions: caExtensions });

    const result = check([deep, middle, ca], [root], [], { hints: [known(shortcut)] });

    expect(result.path).toEqual([deep, middle, ca, root].map(sha));
    expect(result.findings).toEqual([]);
  });

  test('is found among ten thousand others that have nothing to do with the chain', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...known(otherRoot), sha256: `${index}` }));

    const result = check([leaf], [root], [], { hints: [...many, known(ca)] });

    expect(result.path).toEqual([leaf, ca, root].map(sha));
  });
});
