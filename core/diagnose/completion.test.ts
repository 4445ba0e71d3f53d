import { describe, expect, test } from 'vitest';
import {
  explainCompletion,
  type ChainCompletion,
  type CompletionFailure,
  type CompletionResult,
} from './completion.ts';

const words = (result: CompletionResult, names: readonly string[] = []) => {
  const completion: ChainCompletion = { result, path: [], missing: names, fetches: [], certificates: {}, findings: [] };
  return explainCompletion(completion, names);
};
const anchor = { sha256: 'a', source: 'custom', label: 'Halden Root' } as const;

describe('what following the issuers showed', () => {
  test('a proven gap says what the server must send, and that nothing need be trusted', () => {
    const { title, cause, remedy } = words({ kind: 'proven', anchor }, ['Staging CA 2']);

    expect(title).toBe('Incomplete chain: the server must send Staging CA 2');
    expect(cause).toContain('Halden Root, which you trust');
    expect(remedy).toContain('Nothing has to be trusted');
  });

  test('two missing certificates are both named', () => {
    expect(words({ kind: 'proven', anchor }, ['One', 'Two']).title).toContain('One and Two');
  });

  test('an unknown root is named, and trusting it is not the first thing that is said', () => {
    const { title, cause, remedy } = words({ kind: 'unknown-root', name: 'Strange Root' }, ['Mid']);

    expect(title).toBe('The chain leads to Strange Root, which nobody here trusts');
    expect(cause).toContain('The server should also send Mid');
    expect(remedy).toMatch(/compare its fingerprint/);
  });

  test.each([
    ['source-off', 'system', 'the whole list is switched off', 'counts for every host'],
    ['source-off', 'bundled', 'that whole list is switched off', 'counts for every host'],
    ['switched-off', 'custom', 'you have switched this authority off', 'before you change that'],
    ['ended', 'custom', 'the time for which you trusted it is over', 'before you change that'],
    ['other-hosts', 'custom', 'for other hosts only', 'add it to the hosts'],
  ] as const)('a root that is %s in the %s list is said to be known', (why, source, cause, remedy) => {
    const known = { sha256: 'b', label: 'Corp Root', source, why };

    const said = words({ kind: 'unknown-root', name: 'Corp Root', known });

    expect(said.title).toContain('Corp Root, which is known to this computer');
    expect(said.cause).toContain(cause);
    expect(said.remedy).toContain(remedy);
  });

  test.each([
    [{ kind: 'no-address' }, 'does not say where'],
    [{ kind: 'scheme', url: 'ldap://x' }, 'ldap://x'],
    [{ kind: 'not-a-certificate', url: 'http://x/y' }, 'not a certificate'],
    [{ kind: 'not-the-issuer', url: 'http://x/y', found: 'Other' }, 'certificate of Other'],
    [{ kind: 'too-many-hops', limit: 3 }, 'After 3 certificates'],
    [{ kind: 'unreadable' }, 'cannot be read'],
  ] as readonly (readonly [CompletionFailure, string])[])('%j is told in words', (reason, cause) => {
    expect(words({ kind: 'failed', issuer: 'Mid', reason }).cause).toContain(cause);
  });

  test('a fetch that failed says who was asked and what came', () => {
    const fetch = {
      purpose: 'issuer',
      method: 'GET',
      url: 'http://pki.corp:8080/mid.cer',
      redirects: [],
      bytes: 0,
      ms: 3,
      failure: { kind: 'status', status: 404, message: '' },
    } as const;

    const { cause } = words({ kind: 'failed', issuer: 'Mid', reason: { kind: 'fetch', fetch } });

    expect(cause).toBe('pki.corp:8080 was asked for it. The answer was status 404.');
  });
});
