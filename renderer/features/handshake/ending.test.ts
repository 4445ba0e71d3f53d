import { describe, expect, test } from 'vitest';
import { bytesOfPrintable, endOf } from './ending.ts';
import type { Exchange, ExchangeFailure } from '#core/http/exchange.ts';
import type { TlsAlert } from '#core/tls/report.ts';

function ended(failure: Record<string, unknown>, alerts: readonly TlsAlert[] = []) {
  return endOf({
    connection: { tls: { alerts } },
    outcome: { kind: 'failed', failure: failure as unknown as ExchangeFailure },
  } as unknown as Exchange);
}

describe('the end of a handshake without a word of TLS', () => {
  test('that was another protocol names it and keeps its bytes', () => {
    const end = ended({ kind: 'not-tls', spoken: 'ssh', firstBytes: 'SSH-2.0\\x0d\\x0a', port: 22 });

    expect(end).toMatchObject({ title: 'Not TLS', note: 'the server speaks SSH' });
    expect([...(end?.bytes ?? [])].slice(-3)).toEqual([0x30, 13, 10]);
  });

  test('that was silence says how long it was waited for', () => {
    expect(ended({ kind: 'tls-timeout', afterMs: 10_000 })).toMatchObject({
      title: 'Nothing more came',
      note: 'given up after 10 s',
    });
  });

  for (const kind of ['reset', 'closed-early'] as const) {
    test(`that was ${kind} counts only while TLS was being spoken`, () => {
      expect(ended({ kind, during: 'tls' })?.note).toBe('without an alert that says why');
      expect(ended({ kind, during: 'response' })).toBeUndefined();
    });
  }

  test('that was an alert is told only when no row tells it', () => {
    const failure = { kind: 'tls-alert', number: 40, name: 'handshake_failure', sender: 'server' };
    const alert = { from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' } as const;

    expect(ended(failure)).toMatchObject({ title: 'Alert', note: 'handshake_failure (40), told by the TLS library' });
    expect(ended(failure, [alert])).toBeUndefined();
  });

  test('does not happen to a response', () => {
    expect(endOf({ connection: { tls: {} }, outcome: { kind: 'response' } } as unknown as Exchange)).toBeUndefined();
  });
});

test('bytes come back from the text in which failures keep them', () => {
  expect([...bytesOfPrintable('A\\x00\\xff\\')]).toEqual([0x41, 0, 0xff, 0x5c]);
  expect([...bytesOfPrintable('')]).toEqual([]);
});
