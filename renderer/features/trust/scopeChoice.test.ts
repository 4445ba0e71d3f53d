import { expect, test } from 'vitest';
import { patternProblem, widerScopes } from './scopeChoice.ts';

test('any port and the sister names are wider', () => {
  expect(widerScopes('api.corp.test', 8443)).toEqual([
    { words: 'Any port', scope: ['api.corp.test'] },
    { words: '*.corp.test', scope: ['*.corp.test:8443'] },
  ]);
});

test('a star for a whole registry, or for an address, is not offered', () => {
  for (const host of ['corp.test', 'localhost', '10.0.0.1', '[fd00::1]']) {
    expect(widerScopes(host, 443).map((wider) => wider.words)).toEqual(['Any port']);
  }
  expect(widerScopes('[fd00::1]', 443)[0]?.scope).toEqual(['[fd00::1]']);
});

test('a pattern that means more than it seems is refused with its reason', () => {
  expect(patternProblem('*.corp.test')).toBeUndefined();
  expect(patternProblem('10.0.0.0/8')).toBeUndefined();
  expect(patternProblem('https://corp.test/')).toContain('without scheme');
  expect(patternProblem('a*.corp.test')).toBeTypeOf('string');
});
