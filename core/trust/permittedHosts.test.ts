import { describe, expect, test } from 'vitest';
import { known } from '#testdata/known.ts';
import { caExtensions, issueRoot } from '#testdata/pki.ts';
import { parsePattern } from './pattern.ts';
import { permittedHosts } from './permittedHosts.ts';

const limited = (...bases: readonly string[]) =>
  known(
    issueRoot('/CN=Limited', {
      extensions: [...caExtensions, ...(bases.length === 0 ? [] : [`nameConstraints=${bases.join(',')}`])],
    }),
  ).certificate;

describe('what name constraints allow, as host patterns', () => {
  test.each([
    [[], []],
    [['permitted;DNS:Corp.Example'], ['corp.example', '.corp.example']],
    [['permitted;DNS:.corp'], ['.corp']],
    [
      ['permitted;IP:10.0.0.0/255.0.0.0', 'permitted;IP:fd00::/ff00::'],
      ['10.0.0.0/8', '[fd00::]/8'],
    ],
    [['permitted;email:corp.example'], []],
    [['excluded;DNS:.corp'], []],
  ])('%j: %j', (bases, patterns) => {
    expect(permittedHosts(limited(...bases))).toEqual(patterns);
  });

  test('a constraint that no pattern says is shown as it stands, never as none', () => {
    expect(permittedHosts(limited('permitted;IP:10.0.0.0/255.0.255.0'))).toEqual(['10.0.0.0/255.0.255.0']);
    expect(parsePattern('10.0.0.0/255.0.255.0').ok).toBe(false);
  });

  test('no more of them than a scope holds', () => {
    const many = Array.from({ length: 300 }, (_, at) => `permitted;DNS:d${at}.corp`);

    expect(permittedHosts(limited(...many))).toHaveLength(200);
  });
});
