import { expect, test } from '@playwright/test';
import { decodeClone, encodeClone, nodeBase64 } from './clone.ts';

const travel = (value: unknown): unknown => decodeClone(encodeClone(value, nodeBase64), nodeBase64);

/*
 * What crosses between main process and page must be what the structured clone carries: checked against Node's own.
 */
const values: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['text', 'a "quoted" ligne ✓ \u{1F512} \u0000'],
  ['a lone surrogate', '\ud800'],
  ['numbers of every kind', [0, -0, 1.5, NaN, Infinity, -Infinity, Number.MAX_SAFE_INTEGER]],
  ['a bigint', 123456789012345678901234567890n],
  ['a date', new Date(1_800_000_000_123)],
  ['a pattern', /a+b/giu],
  ['bytes', new Uint8Array([0, 1, 254, 255])],
  ['a window on bytes', new Uint8Array([1, 2, 3, 4]).subarray(1, 3)],
  ['wider elements', new Float64Array([1.5, -2])],
  ['a buffer', new Uint8Array([1, 2, 3]).buffer],
  ['a map of sets', new Map([['a', new Set([1, { b: undefined }])]])],
  ['an object with absent, odd and dangerous names', JSON.parse('{"__proto__":{"x":1},"constructor":2,"":3}')],
  ['arrays that look like references', [[0], [[1]], ['0']]],
];

for (const [name, value] of values) {
  test(`${name} arrives as the structured clone has it`, () => {
    expect(travel(value)).toStrictEqual(structuredClone(value));
  });
}

test('shared and circular references stay what they are', () => {
  const shared = { n: 1 };
  const value: Record<string, unknown> = { a: shared, b: shared };
  value['self'] = value;

  const arrived = travel(value) as typeof value;

  expect(arrived['a']).toBe(arrived['b']);
  expect(arrived['self']).toBe(arrived);
});

test('a date that is none stays none', () => {
  expect((travel(new Date(NaN)) as Date).getTime()).toBeNaN();
});

test('an error keeps name and message', () => {
  const arrived = travel(new RangeError('too far')) as Error;

  expect(arrived).toBeInstanceOf(Error);
  expect([arrived.name, arrived.message]).toEqual(['RangeError', 'too far']);
});

for (const [name, value] of [
  ['a function', () => 1],
  ['a symbol', Symbol('x')],
  ['a promise', Promise.resolve(1)],
  ['a function deep inside', { a: [{ b: () => 1 }] }],
] as const) {
  test(`${name} is refused`, () => {
    expect(() => travel(value)).toThrow('could not be cloned');
  });
}
