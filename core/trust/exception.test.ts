import { describe, expect, test } from 'vitest';
import { acceptable, exceptionState, readAccepted, type ExceptionEnd, type TrustException } from './exception.ts';

const stop = { at: 100, leaf: 'ab', unaccepted: [] } as const;

function exception(
  end: ExceptionEnd,
  use: Partial<Pick<TrustException, 'used' | 'usedAt' | 'stopped'>> = {},
): Parameters<typeof exceptionState>[0] {
  return { end, used: 0, ...use };
}

describe('what may be accepted', () => {
  test('faults of who vouches, for which name, until when and how well', () => {
    for (const kind of ['expired', 'wrong-host', 'self-signed', 'unknown-issuer', 'weak-key', 'out-of-scope'] as const)
      expect(acceptable(kind), kind).toBe(true);
  });

  test('never what says that the certificate must not be relied on, or what nobody can name', () => {
    for (const kind of [
      ...(['distrusted', 'revoked', 'malformed', 'bad-signature', 'disagreement'] as const),
      ...(['name-constraint', 'unknown-critical-extension'] as const),
    ])
      expect(acceptable(kind), kind).toBe(false);
  });

  test('nothing that stops nobody: there would be nothing to accept', () => {
    for (const kind of ['expires-soon', 'root-sent', 'interception-likely', 'revocation-unknown'] as const)
      expect(acceptable(kind), kind).toBe(false);
  });

  test('each kind is taken once; one that is none, or a name of JavaScript’s own, is refused by name', () => {
    expect(readAccepted(['expired', 'wrong-host', 'expired'])).toEqual({ ok: true, value: ['expired', 'wrong-host'] });
    for (const kind of ['toString', '__proto__', 'constructor', '', 'Expired'])
      expect(readAccepted(['expired', kind])).toMatchObject({ ok: false, error: { finding: kind } });
  });
});

describe('what became of an exception', () => {
  test('a date belongs to it to its last moment', () => {
    const until = exception({ kind: 'date', at: 1000 });

    expect([999, 1000, 1001].map((now) => exceptionState(until, now))).toEqual(['active', 'active', 'ended']);
  });

  test('once ends with its first use; for a run and forever do not end', () => {
    expect(exceptionState(exception({ kind: 'once' }), 5)).toBe('active');
    expect(exceptionState(exception({ kind: 'once' }, { used: 1, usedAt: 4 }), 5)).toBe('ended');
    for (const kind of ['session', 'forever'] as const)
      expect(exceptionState(exception({ kind }, { used: 9, usedAt: 4 }), Number.MAX_SAFE_INTEGER)).toBe('active');
  });

  test('it is stopped until it helps again; what has ended has ended', () => {
    const end = { kind: 'forever' } as const;

    expect(exceptionState(exception(end, { stopped: stop }), 200)).toBe('stopped');
    expect(exceptionState(exception(end, { stopped: stop, used: 3, usedAt: 50 }), 200)).toBe('stopped');
    expect(exceptionState(exception(end, { stopped: stop, used: 4, usedAt: 150 }), 200)).toBe('active');
    expect(exceptionState(exception({ kind: 'date', at: 150 }, { stopped: stop }), 200)).toBe('ended');
  });
});
