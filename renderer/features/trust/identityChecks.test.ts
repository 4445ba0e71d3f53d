import { describe, expect, test } from 'vitest';
import { identityChecks } from './identityChecks.ts';

const candidate = { notes: [], notAfter: Date.UTC(2027, 7, 4), chain: ['leaf', 'issuer'] };

describe('the checks of a client certificate', () => {
  test('say what is right', () => {
    expect(identityChecks(candidate, 'used').every(({ outcome }) => outcome === 'good')).toBe(true);
    expect(identityChecks(candidate, 'used').map(({ words }) => words)).toEqual([
      'The password is right.',
      'The private key belongs to the certificate.',
      'It is in date, until 4 Aug 2027.',
      'The chain is complete: 2 certificates are sent.',
      'It may be shown by a client.',
    ]);
  });

  test('say nothing of a password where none was needed', () => {
    expect(identityChecks(candidate, 'none')[0]?.words).toContain('private key');
  });

  test('warn of what servers may refuse, in place of the praise', () => {
    const checks = identityChecks(
      {
        ...candidate,
        notes: [
          { kind: 'expired', at: 0 },
          { kind: 'chain-incomplete', issuer: 'Halden Issuing CA' },
          { kind: 'wrong-purpose', purposes: ['serverAuth'] },
          { kind: 'already-there', label: 'ci-runner' },
        ],
      },
      'none',
    );

    expect(checks.map(({ outcome }) => outcome)).toEqual(['good', 'warning', 'warning', 'warning', 'warning']);
    expect(checks.map(({ words }) => words).join(' ')).not.toContain('in date');
  });
});
