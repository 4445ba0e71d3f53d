import { describe, expect, test } from 'vitest';
import type { ScanReport } from '#core/scan/report.ts';
import { progressOf } from './progress.ts';

const report: ScanReport = {
  host: 'a.example',
  port: 443,
  startedAt: 0,
  elapsedMs: 4000,
  state: 'running',
  phase: 'ciphers',
  connections: { made: 31, expected: 42, byPhase: {} },
  delayMs: 100,
  versions: [{ version: 'TLSv1.2', accepted: true }],
  ciphers: [{ version: 'TLSv1.2', accepted: ['a', 'b'], finished: false }],
  groups: [],
  signatureSchemes: [],
  extras: {},
  oddities: [],
};

describe('the bar over a scan says', () => {
  test('how far it is, what is tried and how long it may take', () => {
    expect(progressOf(report)).toMatchObject({
      title: '31 of about 42 connections',
      facts: ['cipher suites', '4 s, about 1 s left', 'one at a time, 100 ms apart'],
      action: 'cancel',
    });
  });

  test('what a cancelled one did not try, and offers to go on', () => {
    expect(progressOf({ ...report, state: 'cancelled' })).toMatchObject({
      title: 'Cancelled after 31 connections',
      facts: ['suites of TLS 1.2 from rank 3 on, signatures, ALPN and extras were not tried'],
      action: 'go-on',
    });
  });

  test('why it stopped by itself', () => {
    const failure = { kind: 'stopped-answering', message: '', times: 3 } as const;
    const { title, action } = progressOf({ ...report, state: 'failed', failure });

    expect([title, action]).toEqual(['The server stopped answering', 'go-on']);
  });

  test('nothing to go on with when every version was refused', () => {
    const over = { ...report };
    delete (over as { phase?: unknown }).phase;
    const failure = { kind: 'nothing-accepted', message: '' } as const;

    expect(progressOf({ ...over, state: 'failed', failure }).action).toBeUndefined();
  });
});
