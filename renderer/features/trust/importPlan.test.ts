import { describe, expect, test } from 'vitest';
import { imported } from './importFixture.ts';
import {
  candidatesOf,
  choicesOf,
  doneWords,
  foundWords,
  MOST_TICKED,
  planOf,
  planProblem,
  planWords,
  roleOf,
  withTicks,
  type Choices,
} from './importPlan.ts';

const on = { system: true, bundled: true };
const noChoices: Choices = new Map();
const root = imported('root');
const middle = imported('middle', { kind: 'intermediate' });
const leaf = imported('leaf', { kind: 'leaf', what: 'a server certificate', pem: 'x' });

const planned = (found: Parameters<typeof candidatesOf>[0], choices = noChoices) =>
  planOf(candidatesOf(found, on), choices);

describe('what is ticked when the list opens', () => {
  test('is the root to be trusted and the intermediate to be kept', () => {
    expect(planned([leaf, middle, root])).toEqual({ anchors: [root], hints: [middle] });
  });

  test('is nothing that has not begun or is over', () => {
    expect(
      planned([
        { ...root, time: 'not-yet-valid' },
        { ...middle, time: 'expired' },
      ]),
    ).toEqual({
      anchors: [],
      hints: [],
    });
  });

  test('of a long list of roots is none of them', () => {
    const many = Array.from({ length: MOST_TICKED + 1 }, (_, index) => imported(`root ${index}`));

    expect(planned(many).anchors).toEqual([]);
    expect(planned(many.slice(1)).anchors).toHaveLength(MOST_TICKED);
  });
});

describe('ticking', () => {
  test('many at once leaves what cannot be ticked alone', () => {
    const candidates = candidatesOf([root, middle, leaf], on);

    const none = withTicks(noChoices, candidates, 'off');
    expect(planOf(candidates, none)).toEqual({ anchors: [], hints: [] });
    expect(planOf(candidates, withTicks(none, candidates, 'on'))).toEqual({ anchors: [root], hints: [middle] });
  });

  test('keeps an intermediate that was made an authority by choice', () => {
    const candidates = candidatesOf([middle], on);
    const chosen: Choices = new Map([['middle', 'anchor']]);

    expect(planOf(candidates, withTicks(chosen, candidates, 'on')).anchors).toEqual([middle]);
  });

  test('what is no longer offered counts for nothing', () => {
    const [candidate] = candidatesOf([{ ...root, refused: true }], on);

    expect(candidate && roleOf(candidate, new Map([['root', 'anchor']]))).toBeUndefined();
    expect(planned([leaf], new Map([['leaf', 'anchor']])).anchors).toEqual([]);
  });
});

describe('the button', () => {
  test('says exactly what it does', () => {
    expect(planWords({ anchors: [root], hints: [middle] })).toBe('Trust 1 CA, keep 1 intermediate');
    expect(planWords({ anchors: [root, root], hints: [] })).toBe('Trust 2 CAs');
    expect(planWords({ anchors: [], hints: [middle, middle] })).toBe('Keep 2 intermediates');
    expect(planWords({ anchors: [], hints: [] })).toBe('Trust');
    expect(doneWords({ anchors: [root], hints: [middle] })).toBe('1 CA trusted, 1 intermediate kept');
  });

  test('waits for a tick and for an end that is one', () => {
    const limits = [{ scope: undefined, until: { kind: 'date' as const, date: 'soon' } }];

    expect(planProblem({ anchors: [], hints: [] }, [], 0)).toBe('Tick at least one certificate.');
    expect(planProblem({ anchors: [root], hints: [] }, limits, 0)).toContain('year-month-day');
    expect(planProblem({ anchors: [], hints: [middle] }, limits, 0)).toBeUndefined();
  });
});

test('what is stored has the limits of each anchor, and none for what is only kept', () => {
  const choices = choicesOf(
    { anchors: [root], hints: [middle] },
    () => ({ scope: ['api.corp'], until: { kind: 'never', date: '' } }),
    () => 'compared',
  );

  expect(choices).toEqual([
    { as: 'anchor', sha256: 'root', scope: ['api.corp'], note: 'compared' },
    { as: 'hint', sha256: 'middle' },
  ]);
});

test('private keys that lie beside certificates are counted, and not taken', () => {
  expect(foundWords([root, middle])).toBe('2 certificates, no private keys.');
  expect(foundWords([{ ...leaf, hasKey: true }])).toBe(
    '1 certificate. A private key lies beside them and will not be taken.',
  );
});
