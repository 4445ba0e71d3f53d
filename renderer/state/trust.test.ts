import { beforeEach, describe, expect, test } from 'vitest';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { fail, ok } from '#core/result.ts';
import { applyTrust, countTrusted, useTrust } from './trust.ts';

const at = (revision: number): TrustState => ({
  revision,
  sources: { system: true, bundled: false },
  anchors: [],
  hints: [],
  distrusted: [],
  exceptions: [],
  identities: [],
});

beforeEach(() => {
  useTrust.setState({ status: 'loading' }, true);
});

describe('what is trusted', () => {
  test('is what the latest revision says, whichever answer comes last', () => {
    applyTrust(ok(at(3)));
    applyTrust(ok(at(2)));

    expect(useTrust.getState()).toMatchObject({ status: 'ready', trust: { revision: 3 } });
  });

  test('stays on the screen when a change failed, but not when the file is damaged', () => {
    applyTrust(ok(at(1)));
    applyTrust(fail({ kind: 'unknown-anchor', message: '', sha256: '' }));
    expect(useTrust.getState().status).toBe('ready');

    applyTrust(fail({ kind: 'damaged', message: '', path: '', reason: '' }));
    expect(useTrust.getState().status).toBe('failed');
  });

  test('counts only what is switched on, in sources that are', () => {
    const anchor = (source: Anchor['source'], enabled: boolean) => ({ source, enabled }) as Anchor;
    const trust = {
      ...at(1),
      anchors: [anchor('custom', true), anchor('custom', false), anchor('system', true), anchor('bundled', true)],
    };

    expect((['custom', 'system', 'bundled'] as const).map((source) => countTrusted(trust, source))).toEqual([1, 1, 0]);
  });
});
