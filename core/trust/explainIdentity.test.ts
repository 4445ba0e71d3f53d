import { expect, test } from 'vitest';
import { explainIdentityFailure } from './explainIdentityFailure.ts';
import { explainIdentityNote } from './explainIdentityNote.ts';

const failure = (error: Parameters<typeof explainIdentityFailure>[0]) => explainIdentityFailure(error);

test('a locked file and another password are told apart', () => {
  const locked = { kind: 'wrong-password' as const, name: 'ci.p12', message: '' };

  expect(failure({ ...locked, tried: false })).toBe('ci.p12 is locked. It opens with its password.');
  expect(failure({ ...locked, tried: true })).toBe('The password does not open ci.p12.');
});

test('what cannot be used is named', () => {
  expect(failure({ kind: 'unsupported', name: 'ci.pem', what: 'scrypt', message: '' })).toBe(
    'ci.pem uses scrypt, which cannot be used here.',
  );
  expect(failure({ kind: 'damaged-file', name: 'ci.p12', reason: 'there are no bytes', message: '' })).toBe(
    'ci.p12 is damaged: there are no bytes.',
  );
});

test('without a secret store it is said what can be done instead', () => {
  const none = { kind: 'no-secret-store' as const, store: 'none', reason: 'This system has none.', message: '' };

  expect(failure(none)).toBe(
    'The key cannot be kept on disk. This system has none. It can be kept until Wireglass is closed.',
  );
});

test('notes say what it means for servers', () => {
  expect(explainIdentityNote({ kind: 'expired', at: Date.UTC(2026, 0, 1) })).toBe(
    'It expired on 1 Jan 2026: most servers will refuse it.',
  );
  expect(explainIdentityNote({ kind: 'wrong-purpose', purposes: ['serverAuth', '1.2.3'] })).toBe(
    'It was issued for being a TLS server, 1.2.3, not for being a TLS client: servers may refuse it.',
  );
});
