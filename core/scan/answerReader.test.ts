import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TranscriptItem } from '#core/tls/transcript.ts';
import { AnswerReader, type AnswerPowers } from './answerReader.ts';

const powers: AnswerPowers = { inflate: () => undefined, hash: () => 'hash' };

const item = (type: number, body: Uint8Array): TranscriptItem => ({
  from: 'server',
  atMs: 0,
  encrypted: false,
  kind: 'message',
  message: { type, bytes: Uint8Array.of(type, 0, 0, body.length, ...body), body },
});

test('messages of any content are answered with something, never with an exception', () => {
  const message = fc.tuple(fc.integer({ min: 0, max: 26 }), fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), fc.constantFrom('choice', 'flight', 'finish'), (said, depth) => {
      const reader = new AnswerReader(depth, powers);

      reader.add(said.map(([type, body]) => item(type, body)));

      expect(['hello', 'closed']).toContain(reader.answer({ kind: 'closed' }).kind);
    }),
    { numRuns: 300 },
  );
});

test('a warning does not end a handshake before TLS 1.3, a fatal alert does', () => {
  const alert = (level: number, number: number): TranscriptItem => ({
    from: 'server',
    atMs: 0,
    encrypted: false,
    kind: 'alert',
    level,
    number,
  });
  const warned = new AnswerReader('choice', powers);
  warned.add([alert(1, 112)]);
  expect(warned.progress).toBe('more');

  warned.add([alert(2, 40)]);

  expect(warned.answer({ kind: 'closed' })).toEqual({ kind: 'alert', number: 40 });
});
