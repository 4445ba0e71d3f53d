import { describe, expect, test } from 'vitest';
import { effectiveExtras, effectiveWords, hostEffects } from './effectiveWords.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { CustomEffect, EffectivePreview } from '#core/trust/effectivePreview.ts';

const effect = (label: string, why: CustomEffect['why']['kind'], counts = false): CustomEffect => ({
  sha256: label,
  label,
  counts,
  why: why === 'pattern' ? { kind: why, pattern: '*.corp' } : { kind: why },
});

function preview(more: Partial<EffectivePreview>): EffectivePreview {
  const counts = { custom: 0, system: 0, bundled: 0 };
  return { host: 'a.corp', port: 443, custom: [], counts, anchors: [], exceptions: [], identities: [], ...more };
}
const over = new Set(['old']);
const said = (given: EffectivePreview) => {
  const { named, others, left } = effectiveWords(given, over);
  return `${named.join(', ')}${others} ${left}`.trim();
};

describe('what would be trusted for a host', () => {
  test('names what the user added and counts the roots of the lists once', () => {
    const given = preview({
      custom: [effect('R2', 'pattern', true), effect('X', 'other-hosts'), effect('Y', 'off'), effect('Z', 'ended')],
      anchors: ['R2', 'a', 'b'],
    });

    expect(said(given)).toBe('R2 and 2 roots of the lists. 1 custom CA is for other hosts, 1 has ended, 1 is off.');
  });

  test('counts out what is over', () => {
    const custom = [effect('old', 'everywhere', true), effect('R2', 'pattern', true)];

    expect(said(preview({ custom, anchors: ['old', 'R2'] }))).toBe('R2. 1 is not valid now.');
  });

  test('names two and counts the rest', () => {
    const custom = ['A', 'B', 'C', 'D'].map((label) => effect(label, 'everywhere', true));

    expect(said(preview({ custom, anchors: ['A', 'B', 'C', 'D', 'x'] }))).toBe(
      'A, B, 2 more of yours and 1 root of the lists.',
    );
    expect(said(preview({ custom: custom.slice(0, 1), anchors: ['A'] }))).toBe('A.');
  });

  test('says it when nobody would be', () => {
    expect(said(preview({}))).toBe('Nobody: every request to it would be stopped.');
  });

  test('gives each row its word, twins in the lists included', () => {
    const words = hostEffects(
      preview({
        custom: [effect('mine', 'pattern', true), effect('elsewhere', 'other-hosts'), effect('bad', 'refused')],
        anchors: ['mine', 'root', 'old'],
      }),
      over,
    );
    const row = (sha256: string, state: Parameters<typeof words>[0]['state'], source: Anchor['source'] = 'system') =>
      words({ anchor: { sha256, source } as Anchor, state }).words;

    expect(row('mine', 'on', 'custom')).toBe('yes');
    expect(row('root', 'on')).toBe('yes');
    expect(row('root', 'source-off', 'bundled')).toBe('off');
    expect(row('elsewhere', 'on')).toBe('other host');
    expect(row('bad', 'refused', 'custom')).toBe('refused');
    expect(row('gone', 'off')).toBe('off');
    expect(row('old', 'on')).toBe('not valid');
  });

  test('names the exception and the client certificate that would count', () => {
    const state = {
      identities: [{ id: '1', label: 'ci-runner' }],
      exceptions: [
        { id: 'e', accepted: ['expired', 'wrong-host'] },
        { id: 'f', accepted: ['expired'] },
      ],
    } as unknown as TrustState;
    const given = (now: 'active' | 'stopped') =>
      preview({
        exceptions: [
          { id: 'f', state: 'ended' },
          { id: 'e', state: now },
        ],
        identities: [{ id: '1', pattern: '*.corp' }],
      });

    expect(effectiveExtras(given('active'), state)).toEqual({
      exception: { id: 'e', words: '2 accepted problems' },
      identity: { id: '1', label: 'ci-runner' },
    });
    expect(effectiveExtras(given('stopped'), state).exception?.words).toBe('2 accepted problems, stopped again');
    expect(effectiveExtras(preview({}), state)).toEqual({ exception: undefined, identity: undefined });
  });
});
