import { expect, test } from 'vitest';
import { statusName } from './status.ts';

test('a registered status has its name, any other has none', () => {
  expect(statusName(404)).toBe('Not Found');
  expect(statusName(299)).toBe('');
});
