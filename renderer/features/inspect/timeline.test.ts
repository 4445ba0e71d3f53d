import { describe, expect, test } from 'vitest';
import { layoutTimeline, lifetimeWords, ticksBetween, type Lasting } from './timeline.ts';

const day = 86_400_000;
const leaf: Lasting = {
  sha256: 'l',
  name: 'server',
  notBefore: Date.UTC(2026, 9, 29),
  notAfter: Date.UTC(2027, 0, 27),
};
const middle: Lasting = { sha256: 'm', name: 'E8', notBefore: Date.UTC(2024, 2, 13), notAfter: Date.UTC(2027, 2, 12) };
const root: Lasting = { sha256: 'r', name: 'Root', notBefore: Date.UTC(2015, 5, 4), notAfter: Date.UTC(2035, 5, 4) };
const now = Date.UTC(2026, 10, 23);

describe('the time line', () => {
  test('shows the selected certificate whole, the others cut at its edges', () => {
    const line = layoutTimeline([leaf, middle, root], { selected: 'l', now });
    const [first, second, third] = line?.bars ?? [];

    expect(first).toMatchObject({ isSelected: true, label: 'to 27 Jan 2027' });
    expect(first?.from).toBeGreaterThan(0);
    expect(first?.to).toBeLessThan(1);
    expect(second).toMatchObject({ from: 0, label: 'E8, to 12 Mar 2027' });
    expect(third).toMatchObject({ from: 0, to: 1, label: 'Root, on to 4 Jun 2035' });
  });

  test('always has today on it, also years after the end', () => {
    const line = layoutTimeline([leaf], { selected: 'l', now: Date.UTC(2031, 0, 1) });

    expect(line?.now).toBeGreaterThan(0);
    expect(line?.now).toBeLessThan(1);
  });

  test('shows where a public authority would have had to end it', () => {
    const [bar] = layoutTimeline([leaf], { selected: 'l', now, limitDays: 200 })?.bars ?? [];

    expect(bar?.limit).toBeGreaterThan(bar?.to ?? 1);
  });

  test('shows the selected one and its neighbours of a long path, and counts the rest', () => {
    const path = Array.from({ length: 100 }, (_, index) => ({ ...leaf, sha256: String(index) }));

    expect(layoutTimeline(path, { selected: '99', now })).toMatchObject({
      more: 97,
      bars: [{ sha256: '97' }, { sha256: '98' }, { sha256: '99', isSelected: true }],
    });
  });

  test('is not drawn for what is not on the path', () => {
    expect(layoutTimeline([leaf], { selected: 'x', now })).toBeUndefined();
  });

  test('a certificate that ends before it begins does not break it', () => {
    const turned = { ...leaf, notBefore: leaf.notAfter, notAfter: leaf.notBefore };

    expect(layoutTimeline([turned], { selected: 'l', now })?.bars).toHaveLength(1);
  });
});

describe('the scale', () => {
  test('has months where the line is short, and January says its year', () => {
    const labels = ticksBetween(leaf.notBefore, leaf.notAfter + 30 * day).map(({ label }) => label);

    expect(labels).toEqual(['Nov', 'Dec', 'Jan 2027', 'Feb']);
  });

  test('has years where it is long, and never more than fit', () => {
    expect(ticksBetween(root.notBefore, root.notAfter).map(({ label }) => label)).toEqual([
      '2020',
      '2025',
      '2030',
      '2035',
    ]);
    expect(ticksBetween(0, Date.UTC(9999, 11, 31)).length).toBeLessThan(12);
  });
});

test('the lifetime is set against the longest that is allowed', () => {
  expect(lifetimeWords(leaf, 200)).toBe('90 of the 200 days that public authorities may give');
  expect(lifetimeWords(root, 200)).toContain('more than public authorities may give');
  expect(lifetimeWords(root, undefined)).toBe('');
});
