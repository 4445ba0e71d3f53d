import { describe, expect, test } from 'vitest';
import { MS_PER_DAY } from '#core/certificate/validity.ts';
import type { Anchor } from './anchor.ts';
import { anchorSubject, anchorWords, parseAnchorQuery } from './anchorQuery.ts';
import type { AnchorState } from './anchorState.ts';

const now = Date.UTC(2026, 10, 25, 12);

function anchor(label: string, more: Partial<Anchor> = {}): Anchor {
  return {
    sha256: 'ab12'.padEnd(64, '0'),
    keySha256: '00'.repeat(32),
    source: 'custom',
    label,
    enabled: true,
    scope: [],
    subject: `CN=${label}`,
    organization: 'Halden Freight AS',
    key: 'RSA 2048',
    notBefore: 0,
    notAfter: now + 400 * MS_PER_DAY,
    ...more,
  };
}

const store = [
  anchor('Halden Root R2', {
    scope: ['*.halden.internal', '10.20.0.0/16', 'api.corp:8443'],
    key: 'ECDSA P-384',
    note: 'Compared by phone',
    trustedUntil: now + 10 * MS_PER_DAY,
    addedAt: now - MS_PER_DAY,
    origin: { kind: 'file', name: 'halden-r2.pem' },
  }),
  anchor('Halden Root R1', { enabled: false, notAfter: now - MS_PER_DAY, addedAt: now - 500 * MS_PER_DAY }),
  anchor('DigiCert', { source: 'system', organization: 'DigiCert Inc', sha256: 'cd'.repeat(32), key: 'RSA 4096' }),
];
const states: readonly AnchorState[] = ['on', 'off', 'on'];
const subjects = store.map((each, index) => anchorSubject(each, states[index] ?? 'on'));
const found = (text: string): string[] => {
  const { matches } = parseAnchorQuery(text, now);
  return subjects.filter(matches).map(({ anchor: { label } }) => label);
};
const problems = (text: string) => parseAnchorQuery(text, now).problems;

describe('the filter over anchors', () => {
  test('without words shows all', () => {
    expect(found('  ')).toHaveLength(3);
    expect(parseAnchorQuery('', now).isEmpty).toBe(true);
  });

  test('looks for plain words everywhere, and wants all of them', () => {
    for (const text of ['r2', 'ecdsa p-384', 'halden.internal', 'phone', 'halden-r2.pem', 'CUSTOM root'])
      expect(found(text)).toContain('Halden Root R2');
    expect(found('halden digicert')).toEqual([]);
  });

  test('takes a fingerprint with or without colons, from its beginning or within', () => {
    expect(found('CD:CD:CD')).toEqual(['DigiCert']);
    expect(found('b120')).toEqual(['Halden Root R2', 'Halden Root R1']);
    expect(found('sha256:AB:12')).toEqual(['Halden Root R2', 'Halden Root R1']);
    expect(found('sha256:b120')).toEqual([]);
  });

  test('finds by the name of who issues', () => {
    expect(found('issuer:"Halden Root"')).toEqual(['Halden Root R2', 'Halden Root R1']);
    expect(found('issuer:phone')).toEqual([]);
  });

  test('finds by source and state, and turns round with a minus', () => {
    expect(found('source:system')).toEqual(['DigiCert']);
    expect(found('is:off')).toEqual(['Halden Root R1']);
    expect(found('-is:off source:custom')).toEqual(['Halden Root R2']);
    expect(found('is:expired')).toEqual(['Halden Root R1']);
    expect(found('is:limited')).toEqual(['Halden Root R2']);
  });

  test('finds by what its scope covers, and with a star by how it is written', () => {
    for (const host of ['orders.halden.internal', '10.20.3.4', 'api.corp', 'api.corp:8443', '*.internal', '*halden*'])
      expect(found(`host:${host}`)).toEqual(['Halden Root R2']);
    for (const host of ['a.b.halden.internal', '10.21.0.1', 'api.corp:443', '*.corp.test'])
      expect(found(`host:${host}`)).toEqual([]);
  });

  test('finds networks wider than the first number of an address, and addresses of both kinds', () => {
    const wide = ['0.0.0.0/0', '8.0.0.0/5', '[fd00::]/8', '10.0.0.0/8:8443'].map((pattern) =>
      anchorSubject(anchor(pattern, { scope: [pattern] }), 'on'),
    );
    const by = (host: string) =>
      wide.filter(parseAnchorQuery(`host:${host}`, now).matches).map(({ anchor: { label } }) => label);

    expect(by('10.1.2.3')).toEqual(['0.0.0.0/0', '8.0.0.0/5', '10.0.0.0/8:8443']);
    expect(by('10.1.2.3:443')).toEqual(['0.0.0.0/0', '8.0.0.0/5']);
    expect(by('[fd00::1]')).toEqual(['[fd00::]/8']);
    expect(by('site.test')).toEqual([]);
  });

  test('finds by times', () => {
    expect(found('expires:<30d')).toEqual(['Halden Root R1']);
    expect(found('expires:>1y')).toEqual(['Halden Root R2', 'DigiCert']);
    expect(found('until:<30d')).toEqual(['Halden Root R2']);
    expect(found('until:none')).toEqual(['Halden Root R1', 'DigiCert']);
    expect(found('since:2d')).toEqual(['Halden Root R2']);
  });

  test('finds by key, whatever the spelling, and by bits of RSA', () => {
    expect(found('key:rsa')).toEqual(['Halden Root R1', 'DigiCert']);
    expect(found('key:ecdsap384')).toEqual(['Halden Root R2']);
    expect(found('key:<4096')).toEqual(['Halden Root R1']);
  });

  test('says what it did not understand, and searches for the rest', () => {
    expect(problems('isuer:corp r2')).toEqual(['There is no word isuer:. Is it issuer:?']);
    expect(found('isuer:corp r2')).toEqual(['Halden Root R2']);
    expect(problems('colour:red')[0]).toMatch(/^There is no word colour:\. There are issuer, source/);
    expect(problems('is:blue')).toEqual(['is: is on, off, limited, ended, expired, expiring or refused.']);
    expect(problems('expires:soon')).toEqual(['expires: takes a time, as <30d, >2y or 2027-03-01.']);
    expect(problems('sha256:xyz')).toEqual(['sha256: takes the digits 0 to 9 and a to f.']);
  });

  test('does not empty the list, nor complain, while a word is being typed', () => {
    for (const text of [
      'expires:',
      'expires:<',
      'expires:<3',
      'is:',
      'is:exp',
      'key:<',
      'until:2027-0',
      '-is:exp',
      '-expires:<',
    ])
      expect({ text, found: found(text).length, problems: problems(text) }).toEqual({ text, found: 3, problems: [] });
  });

  test('understands every value it offers', () => {
    for (const { word, values } of anchorWords)
      for (const { value } of values) expect(problems(`${word}:${value}`)).toEqual([]);
  });
});
