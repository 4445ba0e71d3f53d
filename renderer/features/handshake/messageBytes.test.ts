import { describe, expect, test } from 'vitest';
import { hidesTicket, messageBytes } from './messageBytes.ts';
import type { TlsMessage } from '#core/tls/report.ts';

const message: TlsMessage = {
  from: 'server',
  type: 'Finished',
  bytes: 4,
  atMs: 1,
  encrypted: true,
  fields: {},
  raw: 'FAAAAA==',
};

describe('the bytes of a message', () => {
  test('are what was said', () => {
    expect(messageBytes(message, { messages: [message] })).toEqual({
      kind: 'bytes',
      bytes: Uint8Array.of(0x14, 0, 0, 0),
    });
  });

  for (const [what, given, others, why] of [
    ['of an older exchange', { raw: undefined }, [], 'older than their keeping'],
    ['of a message that came late', { raw: undefined }, [message], 'had filled what is kept'],
    ['of a large message', { raw: undefined, bytes: 34_000 }, [message], 'Its 34 kB are not kept'],
    ['that stayed sealed', { raw: undefined, fields: { undecoded: 'encrypted' } }, [message], 'could not be opened'],
    ['of an alert', { raw: undefined, type: 'Alert', bytes: 2 }, [message], 'two bytes'],
    ['that are no base64', { raw: '%%%' }, [], 'not recorded'],
  ] as const) {
    test(`${what} are absent, and it is said why`, () => {
      const { raw, ...rest } = { ...message, ...given };
      const asked: TlsMessage = raw === undefined ? rest : { ...rest, raw };

      expect(messageBytes(asked, { messages: [...others] })).toMatchObject({
        kind: 'absent',
        why: expect.stringContaining(why) as string,
      });
    });
  }
});

test('a ticket is a secret in the message that brings it and in the one that shows it', () => {
  const hello = (number: number, bytes: number) => ({
    type: 'ClientHello',
    fields: { extensions: [{ name: 'x', number, bytes }] },
  });

  expect(hidesTicket({ type: 'NewSessionTicket', fields: {} })).toBe(true);
  expect(hidesTicket(hello(35, 200))).toBe(true);
  expect(hidesTicket(hello(35, 0))).toBe(false);
  expect(hidesTicket(hello(41, 100))).toBe(true);
  expect(hidesTicket({ type: 'ClientHello', fields: {} })).toBe(false);
});
