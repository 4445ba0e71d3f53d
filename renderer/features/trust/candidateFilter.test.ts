import { describe, expect, test } from 'vitest';
import { candidateKinds, filterCandidates } from './candidateFilter.ts';
import { imported } from './importFixture.ts';
import { candidatesOf } from './importPlan.ts';

const found = [
  imported('ab12', { subject: 'Halden Root', organization: 'Halden Freight' }),
  imported('cd34', { subject: 'Halden CA 2', kind: 'intermediate', issuer: 'Halden Root' }),
  imported('ef56', { subject: 'Brevik Root', key: 'RSA 4096', time: 'expired' }),
  imported('0178', { subject: 'billing', kind: 'leaf', hosts: ['billing.stg.corp'], what: 'a server certificate' }),
];
const candidates = candidatesOf(found, { system: true, bundled: true });
const names = (filter: string) => filterCandidates(candidates, filter).map((each) => each.found.subject);

describe('a long list', () => {
  test('is filtered by every word, wherever it stands', () => {
    expect(names('')).toHaveLength(4);
    expect(names('halden root')).toEqual(['Halden Root', 'Halden CA 2']);
    expect(names('rsa')).toEqual(['Brevik Root']);
    expect(names('stg.corp')).toEqual(['billing']);
    expect(names('AB:12')).toEqual(['Halden Root']);
    expect(names('nowhere')).toEqual([]);
  });

  test('is ticked by kind, without what cannot be ticked', () => {
    expect(candidateKinds(candidates, new Map()).map(({ label, ticked }) => [label, ticked])).toEqual([
      ['1 root CA', 1],
      ['1 intermediate CA', 1],
    ]);
  });
});
