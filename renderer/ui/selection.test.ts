import { describe, expect, test } from 'vitest';
import { nothingSelected, select, withoutGone } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];
const ids = (selection: { readonly ids: ReadonlySet<string> }) => [...selection.ids];

describe('choosing in the list', () => {
  test('Shift takes everything from where it began, in both directions', () => {
    const from = select(nothingSelected, 'c', 'only', order);

    expect(ids(select(from, 'a', 'extend', order))).toEqual(['a', 'b', 'c']);
    expect(ids(select(select(from, 'a', 'extend', order), 'd', 'extend', order))).toEqual(['c', 'd']);
  });

  test('Ctrl adds one and takes it out again', () => {
    const two = select(select(nothingSelected, 'a', 'only', order), 'c', 'toggle', order);

    expect(ids(two)).toEqual(['a', 'c']);
    expect(ids(select(two, 'a', 'toggle', order))).toEqual(['c']);
  });

  test('Shift without a beginning takes one', () => {
    expect(ids(select(nothingSelected, 'b', 'extend', order))).toEqual(['b']);
  });
});

describe('when entries are deleted', () => {
  test('the cursor goes to the one that took their place', () => {
    const chosen = select(nothingSelected, 'b', 'only', order);

    expect(withoutGone(chosen, order, ['a', 'c', 'd'])).toMatchObject({ cursor: 'c' });
    expect(withoutGone(select(nothingSelected, 'd', 'only', order), order, ['a', 'b', 'c'])).toMatchObject({
      cursor: 'c',
    });
  });

  test('nothing is left of a selection of everything', () => {
    expect(withoutGone(select(nothingSelected, 'b', 'only', order), order, [])).toBe(nothingSelected);
  });

  test('what does not concern the selection leaves it alone', () => {
    const chosen = select(nothingSelected, 'b', 'only', order);

    expect(withoutGone(chosen, order, ['a', 'b'])).toBe(chosen);
  });
});
