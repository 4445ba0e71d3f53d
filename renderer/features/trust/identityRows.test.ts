import { expect, test } from 'vitest';
import { identityRows, keyLines, keyWords } from './identityRows.ts';
import type { Identity } from '#core/trust/identity.ts';

function kept(more: Partial<Identity>): Identity {
  const facts = { subject: 'CN=ci', issuer: 'Halden Issuing CA 4', key: 'RSA 3072', notBefore: 0, notAfter: 1 };
  const base = { id: 'a', label: 'ci-runner', enabled: true, hosts: ['*.corp'], addedAt: 0, origin: 'ci.p12' };
  return { ...base, ...facts, chain: ['ab'.repeat(32)], protection: { kind: 'session', store: 'none' }, ...more };
}

test('a client certificate is found by name, host, issuer, file and fingerprint', () => {
  const all = [kept({}), kept({ id: 'b', label: 'api', hosts: ['api.port'], chain: ['cd'.repeat(32)], origin: 'x' })];
  const found = (filter: string) => identityRows(all, filter).map(({ id }) => id);

  expect(found('')).toEqual(['a', 'b']);
  expect(found('runner')).toEqual(['a']);
  expect(found('api.port')).toEqual(['b']);
  expect(found('halden')).toEqual(['a', 'b']);
  expect(found('.p12')).toEqual(['a']);
  expect(found('CD:CD:CD')).toEqual(['b']);
  expect(found('elsewhere')).toEqual([]);
});

test('a key says who protects it, or that nobody does, or why it is not at hand', () => {
  expect(keyLines({ kind: 'protected', store: 'KWallet' })).toMatchObject({
    tone: 'plain',
    second: 'locked in KWallet',
  });
  expect(keyLines({ kind: 'session', store: 'none' })).toMatchObject({ tone: 'warning', state: 'Not protected' });
  expect(keyLines({ kind: 'missing', reason: 'The session is over.' }).second).toBe('The session is over.');
});

test('an unprotected key says what the system can do about it', () => {
  const session = { kind: 'session', store: 'none' } as const;

  expect(keyWords(session, { available: true, store: 'KWallet' })).toContain('KWallet can protect it');
  expect(keyWords(session, { available: false, store: 'KWallet', reason: 'KWallet is locked' })).toBe(
    'Its key is kept in memory and forgotten when you quit. KWallet is locked.',
  );
  expect(keyWords(session, undefined)).not.toContain('protect');
  expect(keyWords({ kind: 'missing', reason: 'It was for a session' }, undefined)).toBe(
    'It was for a session. It is shown to nobody.',
  );
});
