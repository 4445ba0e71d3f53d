import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageReader } from './message.ts';

test('messages are the same whether they share a record or fill several', () => {
  const bodies = fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 50 }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(bodies, fc.integer({ min: 1, max: 60 }), (contents, size) => {
      const bytes = Uint8Array.from(contents.flatMap((body, index) => [index, 0, 0, body.length, ...body]));
      const reader = new MessageReader();
      const fragments = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );

      const messages = fragments.flatMap((fragment) => reader.push(fragment));

      expect(messages.map(({ type }) => type)).toEqual(contents.map((_, index) => index));
      expect(messages.map(({ body }) => [...body])).toEqual(contents);
      expect(messages.every((message) => message.bytes.length === message.body.length + 4)).toBe(true);
    }),
  );
});

test('a message that never ends is only waited for', () => {
  const reader = new MessageReader();

  expect(reader.push(Uint8Array.of(11, 0xff, 0xff, 0xff, 1, 2))).toEqual([]);
  expect(reader.push(new Uint8Array(1000))).toEqual([]);
});
