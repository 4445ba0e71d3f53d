import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '#core/certificate/pem.ts';
import { Handshake } from './handshake.ts';
import { Transcript } from './transcript.ts';

const powers = {
  hash: (algorithm: string, data: Uint8Array | string) => `${algorithm} of ${data.length}`,
  inflate: () => undefined,
  base64: toBase64,
  verifyHandshake: () => undefined,
};
const closed = { open: () => 'no-secret' as const };
const u16 = (number: number) => [number >> 8, number & 0xff];
const record = (type: number, ...content: number[]) =>
  Uint8Array.from([type, 3, 3, ...u16(content.length), ...content]);
const message = (type: number, ...body: number[]) => [type, 0, ...u16(body.length), ...body];
const clientHello = message(1, 3, 3, ...new Uint8Array(32), 0, 0, 2, 0, 0x9c, 1, 0);
const serverHello = message(2, 3, 3, ...new Uint8Array(32), 0, 0, 0x9c, 0);
const certificate = message(11, 0, 0, 5, 0, 0, 2, 0x30, 0);
const changeCipherSpec = record(20, 1);

type Step = readonly ['client' | 'server', Uint8Array];

function read(...steps: readonly Step[]) {
  const transcript = new Transcript(closed);
  const handshake = new Handshake(powers);
  steps.forEach(([from, bytes], index) => transcript.push(from, bytes, index));
  handshake.add(transcript.takeItems());
  return handshake.facts(transcript.faults());
}

describe('a handshake in the clear', () => {
  test('is told message by message, with who, when and how long', () => {
    const facts = read(
      ['client', record(22, ...clientHello)],
      ['server', record(22, ...serverHello, ...certificate, ...message(14))],
    );

    expect(facts.messages.map(({ from, type, bytes, atMs }) => [from, type, bytes, atMs])).toEqual([
      ['client', 'ClientHello', 45, 0],
      ['server', 'ServerHello', 42, 1],
      ['server', 'Certificate', 12, 1],
      ['server', 'ServerHelloDone', 4, 1],
    ]);
    expect(facts).toMatchObject({ version: 'TLSv1.2', cipher: 'TLS_RSA_WITH_AES_128_GCM_SHA256', resumed: false });
    expect(facts.certificates).toEqual([Uint8Array.of(0x30, 0)]);
    expect(facts.chain.sent).toEqual(['sha256 of 2']);
    expect(facts).not.toHaveProperty('group'); // static RSA agrees on no group
    expect(facts).not.toHaveProperty('undecoded');
  });

  test('resumed by a session of TLS 1.2 has no certificate before the server changes its keys', () => {
    const resumed = read(
      ['client', record(22, ...clientHello)],
      ['server', record(22, ...serverHello)],
      ['server', changeCipherSpec],
    );
    const full = read(
      ['client', record(22, ...clientHello)],
      ['server', record(22, ...serverHello, ...certificate, ...message(14))],
      ['server', changeCipherSpec],
    );

    expect(resumed.resumed).toBe(true);
    expect(full.resumed).toBe(false);
  });

  test('a protected record that cannot be opened is listed by its place: the first of each side is its Finished', () => {
    const transcript = new Transcript({ open: () => 'unable' });
    const handshake = new Handshake(powers);
    const sealed = record(22, ...new Uint8Array(64));
    const steps = [
      record(22, ...serverHello, ...certificate, ...message(14)),
      changeCipherSpec,
      sealed,
      sealed,
      record(21, 1, 2, 3),
    ];
    steps.forEach((bytes, index) => transcript.push('server', bytes, index));
    handshake.add(transcript.takeItems());

    const last = handshake.facts().messages.slice(-3);

    expect(last.map(({ type, bytes, encrypted }) => [type, bytes, encrypted])).toEqual([
      ['Finished', 64, true],
      ['Encrypted', 64, true],
      ['Alert', 3, true],
    ]);
    expect(last[0]?.fields).toEqual({ undecoded: 'encrypted' });
  });

  test('a protected record waits for its secret, and takes its place in time when it comes', () => {
    let known = false;
    const transcript = new Transcript({ open: () => (known ? Uint8Array.from(message(20, 7)) : 'no-secret') });
    const handshake = new Handshake(powers);
    transcript.push('server', record(22, ...serverHello), 0);
    transcript.push('server', changeCipherSpec, 1);
    transcript.push('server', record(22, ...new Uint8Array(40)), 2);
    handshake.add(transcript.takeItems());
    const before = handshake.facts(transcript.faults());

    known = true;
    handshake.add(transcript.takeItems());
    const after = handshake.facts(transcript.faults());

    expect(before.undecoded).toBe('server: 1 encrypted records, no secret');
    expect(after).not.toHaveProperty('undecoded');
    expect(after.messages.at(-1)).toMatchObject({
      type: 'Finished',
      atMs: 2,
      encrypted: true,
      fields: { verifyData: '07' },
    });
  });

  test('an alert ends it, with its name and its sender', () => {
    const facts = read(['client', record(22, ...clientHello)], ['server', record(21, 2, 40)]);

    expect(facts.alerts).toEqual([{ from: 'server', level: 'fatal', number: 40, name: 'handshake_failure' }]);
    expect(facts.messages[1]).toMatchObject({ type: 'Alert', bytes: 2, fields: { name: 'handshake_failure' } });
    expect(facts).not.toHaveProperty('version');
  });

  test('with nothing said there are no facts', () => {
    expect(read()).toMatchObject({ messages: [], alerts: [], certificates: [], alpn: { offered: [], accepted: null } });
  });
});

describe('hostile bytes', () => {
  test('a megabyte of alerts makes no report of many megabytes: the first are told, the rest counted', () => {
    const alerts = record(21, ...Array.from({ length: 9000 }, () => [1, 90]).flat());

    const facts = read(
      ['client', record(22, ...clientHello)],
      ...Array.from({ length: 50 }, (): Step => ['server', alerts]),
    );

    expect(facts.messages.length).toBe(500);
    expect(facts.alerts.length).toBe(499);
    expect(facts.undecoded).toBe('449501 messages beyond the first 500');
  });

  const genuine = [
    ...record(22, ...clientHello),
    ...record(22, ...serverHello, ...certificate),
    ...record(20, 1),
    ...record(22, ...message(14)),
  ];

  test('random chunks from both sides are survived', () => {
    const chunk = fc.tuple(fc.constantFrom<'client' | 'server'>('client', 'server'), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 12 }), (chunks) => {
        expect(read(...chunks).messages.every(({ atMs }) => atMs >= 0)).toBe(true);
      }),
    );
  });

  test('a handshake with changed bytes is survived', () => {
    const changes = fc.array(fc.tuple(fc.nat(genuine.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(changes, fc.constantFrom<'client' | 'server'>('client', 'server'), (mutations, from) => {
        const bytes = Uint8Array.from(genuine);
        for (const [at, value] of mutations) bytes[at] = value;

        const facts = read([from, bytes]);

        expect(structuredClone(facts)).toEqual(facts);
      }),
      { numRuns: 1000 },
    );
  });

  test('secrets that open every record to anything are survived', () => {
    const modern = message(2, 3, 3, ...new Uint8Array(32), 0, 0x13, 1, 0, 0, 6, 0, 43, 0, 2, 3, 4);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (contents) => {
        let next = 0;
        const transcript = new Transcript({ open: () => contents[next++] ?? 'unable' });
        const handshake = new Handshake(powers);
        transcript.push('server', record(22, ...modern), 0);
        for (let index = 0; index < 40; index++)
          transcript.push(index % 2 === 0 ? 'server' : 'client', record(23, 0, 0), index);
        handshake.add(transcript.takeItems());

        expect(handshake.facts(transcript.faults()).version).toBe('TLSv1.3');
      }),
    );
  });
});
