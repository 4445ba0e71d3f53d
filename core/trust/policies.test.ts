import { beforeAll, describe, expect, test } from 'vitest';
import { anchorOf, known, verifyWithNode } from '#testdata/known.ts';
import { caExtensions, issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { pathAnchors } from './anchors.ts';
import { checkPath } from './path.ts';

const A = '1.3.6.1.4.1.99999.1';
const B = '1.3.6.1.4.1.99999.2';
const ANY = '2.5.29.32.0';

let root: Issued;
beforeAll(() => {
  root = issueRoot();
});

const policies = (...oids: string[]) => (oids.length === 0 ? [] : [`certificatePolicies=${oids.join(',')}`]);
const demand = (after: number) => `policyConstraints=critical,requireExplicitPolicy:${after}`;
const sub = (issuer: Issued, ...extensions: string[]) =>
  issue({
    subject: '/CN=Sub CA',
    issuer,
    extensions: [...caExtensions, ...extensions],
  });
const server = (issuer: Issued, ...extensions: string[]) =>
  issue({ subject: '/CN=Server', issuer, extensions: [...leafExtensions('api.corp'), ...extensions] });

/** Why the chain is refused, leaf first in `sent`. */
function refusals(anchor: Issued, ...sent: Issued[]): readonly string[] {
  const { findings } = checkPath(
    { sent: sent.map(known), host: 'api.corp', anchors: pathAnchors([anchorOf(anchor)]), now: Date.now() },
    verifyWithNode,
  );
  return findings.flatMap((finding) =>
    finding.severity === 'error' ? [finding.kind === 'malformed' ? finding.reason : finding.kind] : [],
  );
}
const unmet = [expect.stringContaining('demands a policy')];

describe('an authority that demands a policy (RFC 5280 §6.1.3 f)', () => {
  test('is obeyed when the server has none', () => {
    const ca = sub(root, ...policies(A), demand(0));

    expect(refusals(root, server(ca), ca)).toEqual(unmet);
    expect(refusals(root, server(ca, ...policies(A)), ca)).toEqual([]);
  });

  test('wants the same policy all the way, and any policy stands for each', () => {
    const ca = sub(root, ...policies(A), demand(0));
    const open = sub(root, ...policies(ANY), demand(0));

    expect(refusals(root, server(ca, ...policies(B)), ca)).toEqual(unmet);
    expect(refusals(root, server(ca, ...policies(ANY)), ca)).toEqual([]);
    expect(refusals(root, server(open, ...policies(B)), open)).toEqual([]);
  });

  test('may let some certificates pass first', () => {
    const one = sub(root, ...policies(A), demand(1));
    const two = sub(root, ...policies(A), demand(2));

    expect(refusals(root, server(one), one)).toEqual(unmet); // the count reaches zero at the end (§6.1.5 a)
    expect(refusals(root, server(two), two)).toEqual([]);
  });

  test('says nothing as an anchor, which is a name and a key', () => {
    const ca = issue({ subject: '/CN=Root', extensions: [...caExtensions, demand(0)] });

    expect(refusals(ca, server(ca))).toEqual([]);
  });

  test('leaves chains alone that have no policies and no demand', () => {
    const ca = sub(root);

    expect(refusals(root, server(ca), ca)).toEqual([]);
  });

  test('takes a mapped policy as met', () => {
    const ca = sub(root, ...policies(A), demand(0), `policyMappings=${A}:${B}`);

    expect(refusals(root, server(ca, ...policies(B)), ca)).toEqual([]);
  });
});

describe('a policy that an authority maps to another (RFC 5280 §6.1.4 b)', () => {
  const maps = (from: string, to: string) => `policyMappings=${from}:${to}`;
  const demanding = () => sub(root, ...policies(A), demand(0));
  const below = (issuer: Issued, ...extensions: string[]) =>
    issue({ subject: '/CN=Below', issuer, extensions: [...caExtensions, ...extensions] });

  test('is met by that other one, and by itself no longer', () => {
    const ca = demanding();
    const mapping = below(ca, ...policies(A), maps(A, B));

    expect(refusals(root, server(mapping, ...policies(B)), mapping, ca)).toEqual([]);
    expect(refusals(root, server(mapping, ...policies(A)), mapping, ca)).toEqual(unmet);
  });

  test('is lost where mapping is forbidden', () => {
    const ca = sub(root, ...policies(A), 'policyConstraints=critical,requireExplicitPolicy:0,inhibitPolicyMapping:0');
    const mapping = below(ca, ...policies(A), maps(A, B));

    expect(refusals(root, server(mapping, ...policies(B)), mapping, ca)).toEqual(unmet);
  });

  test('cannot be "any"', () => {
    const ca = demanding();
    const mapping = below(ca, ...policies(A), maps(A, ANY));

    expect(refusals(root, server(mapping, ...policies(A)), mapping, ca)).toContainEqual(
      expect.stringContaining('maps a policy to or from "any"'),
    );
  });

  test('"any" stands for each, until that is inhibited', () => {
    const open = sub(root, ...policies(ANY), demand(0));
    const inhibited = sub(root, ...policies(ANY), demand(0), 'inhibitAnyPolicy=critical,0');

    expect(refusals(root, server(open, ...policies(ANY)), open)).toEqual([]);
    expect(refusals(root, server(inhibited, ...policies(ANY)), inhibited)).toEqual(unmet);
    expect(refusals(root, server(inhibited, ...policies(A)), inhibited)).toEqual([]);
  });
});
