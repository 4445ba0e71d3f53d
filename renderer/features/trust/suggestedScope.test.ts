import { describe, expect, test } from 'vitest';
import { imported } from './importFixture.ts';
import { sharedSuggestion, suggestedScope, widerThan } from './suggestedScope.ts';

const root = imported('root');
const middle = imported('middle', { kind: 'intermediate', issuer: 'root' });
const leaf = imported('leaf', {
  kind: 'leaf',
  issuer: 'middle',
  hosts: ['Billing.stg.corp', '10.0.0.7', '2001:db8::1'],
});

describe('the hosts suggested for an authority', () => {
  test('are exactly the server that was asked', () => {
    expect(suggestedScope(root, [root, leaf], { host: 'api.corp', port: 8443 })).toEqual({
      scope: ['api.corp:8443'],
      from: 'asked',
    });
  });

  test('are those its own constraints allow', () => {
    const limited = imported('root', { permitted: ['.corp', '10.0.0.0/8'] });

    expect(suggestedScope(limited, [limited, middle, leaf], undefined).scope).toEqual(['.corp', '10.0.0.0/8']);
  });

  test('are the names of the server certificates below it, and no wider', () => {
    expect(suggestedScope(root, [leaf, middle, root], undefined)).toEqual({
      scope: ['billing.stg.corp', '10.0.0.7', '[2001:db8::1]'],
      from: 'names',
    });
  });

  test('are not those of another root’s servers', () => {
    const other = imported('other');

    expect(suggestedScope(other, [leaf, middle, root, other], undefined).from).toBe('none');
  });

  test('leave out what is no host', () => {
    const odd = imported('odd', { kind: 'leaf', issuer: 'root', hosts: ['not a host', '*', 'api.corp'] });

    expect(suggestedScope(root, [odd, root], undefined).scope).toEqual(['api.corp']);
  });

  test('are none when there are more than anybody reads', () => {
    const hosts = Array.from({ length: 21 }, (_, index) => `h${index}.corp`);

    expect(
      suggestedScope(root, [root, imported('leaf', { kind: 'leaf', issuer: 'root', hosts })], undefined).from,
    ).toBe('none');
  });

  test('end at a circle of issuers', () => {
    const a = imported('a', { kind: 'intermediate', issuer: 'b' });
    const b = imported('b', { kind: 'intermediate', issuer: 'a' });
    const below = imported('x', { kind: 'leaf', issuer: 'a', hosts: ['api.corp'] });

    expect(suggestedScope(root, [a, b, below, root], undefined).from).toBe('none');
  });

  test('of several are those of any of them', () => {
    const other = imported('other', { permitted: ['.lan'] });

    expect(sharedSuggestion([root, other], [leaf, middle, root, other], undefined).scope).toContain('.lan');
    expect(sharedSuggestion([root, other], [leaf, middle, root, other], undefined).scope).toContain('billing.stg.corp');
  });
});

describe('a wider scope', () => {
  test('is offered when all names have one parent', () => {
    expect(widerThan(['a.stg.corp', 'b.stg.corp'])).toBe('*.stg.corp');
    expect(widerThan(['a.stg.corp:8443'])).toBe('*.stg.corp:8443');
  });

  test('is never a star for a whole registry, nor for addresses or other patterns', () => {
    expect(widerThan(['api.corp'])).toBeUndefined();
    expect(widerThan(['10.0.0.7'])).toBeUndefined();
    expect(widerThan(['a.stg.corp', 'a.prod.corp'])).toBeUndefined();
    expect(widerThan(['.corp'])).toBeUndefined();
    expect(widerThan([])).toBeUndefined();
  });
});
