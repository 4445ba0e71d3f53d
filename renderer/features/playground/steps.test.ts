import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '#core/history/entry.ts';
import type { PlaygroundState } from '#core/playground/state.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { nextStep } from './steps.ts';

const playground: PlaygroundState = {
  status: 'on',
  servers: [
    { id: 'good', title: 'Good', description: '', url: 'https://localhost:8443/', port: 8443, group: 'untrusted' },
  ],
  ca: { pem: '', sha256: 'ca', subject: 'Playground' },
};
const refused: HistoryEntry = {
  id: '1',
  startedAt: 0,
  method: 'GET',
  url: 'https://localhost:8443/orders',
  outcome: 'failed',
  failure: 'untrusted',
  verdict: 'untrusted',
  totalMs: 1,
};
const trusting = (sha256: string, enabled: boolean): TrustState => ({
  revision: 1,
  sources: { system: true, bundled: true },
  anchors: [{ sha256, enabled } as Anchor],
  hints: [],
  distrusted: [],
  exceptions: [],
  identities: [],
});

describe('the next step of the tour', () => {
  test('is to send, until something was sent to the playground', () => {
    const elsewhere = { ...refused, url: 'https://example.com/' };

    expect(nextStep({ entries: [elsewhere], playground, trust: undefined })).toBe(1);
  });

  test('is to trust once a server was refused', () => {
    expect(nextStep({ entries: [refused], playground, trust: trusting('other', true) })).toBe(2);
    expect(nextStep({ entries: [refused], playground, trust: trusting('ca', false) })).toBe(2);
  });

  test('is to send again once its authority is trusted, then to export', () => {
    const trust = trusting('ca', true);

    expect(nextStep({ entries: [refused], playground, trust })).toBe(3);
    expect(nextStep({ entries: [{ ...refused, verdict: 'trusted' }, refused], playground, trust })).toBe(4);
  });

  test('does not trip over an address that is none', () => {
    expect(nextStep({ entries: [{ ...refused, url: 'nonsense' }], playground, trust: undefined })).toBe(1);
  });
});
