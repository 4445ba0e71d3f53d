import { expect, test } from 'vitest';
import { newExchangeId } from './exchangeId.ts';

test('an id is a UUIDv7 that begins with its millisecond', () => {
  const id = newExchangeId(Date.UTC(2026, 10, 23));

  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.UTC(2026, 10, 23));
});

test('ids sort by time and do not repeat within a millisecond', () => {
  expect(newExchangeId(1000) < newExchangeId(1001)).toBe(true);
  expect(new Set(Array.from({ length: 1000 }, () => newExchangeId(1000))).size).toBe(1000);
});
