import { expect, test } from 'vitest';
import { openContainer } from '#core/certificate/container.ts';
import { containerPowers } from './containerPowers.ts';

const open = (input: Uint8Array | string) => openContainer(input, { powers: containerPowers });
const number = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const times = (count: number, bytes: Uint8Array) => Buffer.concat(Array.from({ length: count }, () => bytes));
/** The start of an entry without an alias: its kind, no name, made at no time. */
const entry = (kind: 1 | 3) => Buffer.concat([number(kind), Buffer.alloc(10)]);
/** A JCEKS file in the form without certificate types, which needs the fewest bytes per certificate. */
const store = (count: number, ...parts: readonly Uint8Array[]) =>
  new Uint8Array(Buffer.concat([number(0xcececece), number(1), number(count), ...parts, Buffer.alloc(20)]));
const damaged = { ok: false, error: { kind: 'damaged', format: 'jceks' } };

test('a key store of nothing but secret keys, one in the other, is refused', async () => {
  expect(await open(store(100_000, times(90_000, entry(3))))).toMatchObject(damaged);
});

test('a key store that could be read in thousands of long ways is refused before they were tried', async () => {
  // Wherever the secret key is thought to end, a chain of millions begins.
  const chain = Buffer.concat([entry(1), number(0), number(0x0100_0000)]);
  let looks = 0;
  class Counted extends Uint8Array {
    override subarray(from?: number, to?: number): Uint8Array<ArrayBuffer> {
      looks += 1;
      return new Uint8Array(this.buffer as ArrayBuffer, this.byteOffset, this.byteLength).subarray(from, to);
    }
  }

  expect(await open(new Counted(store(3, entry(3), times(20_000, chain), Buffer.alloc(1_500_000))))).toMatchObject(
    damaged,
  );
  // Each of these starts alone is good for as many; 400 009 were needed (2026-11-25).
  expect(looks).toBeGreaterThan(100_000);
  expect(looks).toBeLessThan(1_000_000);
});

test('a bundle of more certificates than a call takes arguments is read', async () => {
  const der = (tag: number, ...parts: readonly Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(tag, 0x83), number(body.length).subarray(1), body]);
  };
  const short = (tag: number, body: string) =>
    Buffer.concat([Buffer.of(tag, body.length / 2), Buffer.from(body, 'hex')]);
  const certificates = times(150_000, Buffer.of(0x30, 0));
  const signed = der(0xa0, der(0x30, short(2, '01'), der(0xa0, certificates)));
  const bundle = der(0x30, short(6, '2a864886f70d010702'), signed);
  const pem = `-----BEGIN PKCS7-----\n${bundle.toString('base64')}\n-----END PKCS7-----\n`;

  const opened = await open(pem);

  expect(opened.ok && opened.value.certificates.length).toBe(150_000);
});

test('a bundle that fills memory with millions of empty values is refused', async () => {
  const long = (tag: number, ...parts: readonly Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.of(tag, 0x83), number(body.length).subarray(1), body]);
  };
  const oid = Buffer.from('06092a864886f70d010702', 'hex');
  const empties = long(0xa0, times(4_000_000, Buffer.of(0x30, 0)));
  const bundle = new Uint8Array(long(0x30, oid, long(0xa0, long(0x30, Buffer.of(2, 1, 1), empties))));

  expect(await open(bundle)).toMatchObject({
    ok: false,
    error: { kind: 'damaged', format: 'pkcs7', reason: 'more than 500000 values in one' },
  });
});

// Each of these was slow by the square of its length: the first took 80 s of a processor for 16 MB (2026-11-25).
test.each([
  ['of BEGIN lines without line ends', '-----BEGIN CERTIFICATE-----', 'damaged'],
  ['of hex pairs and colons', '3a:', 'not-a-certificate'],
  ['of key headers', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: A,00 ', 'only-keys'],
  ['of blocks', '-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----', 'damaged'],
])('a text of 8 MB %s gets an answer', async (_, part, kind) => {
  const text = part.repeat(Math.floor(8_000_000 / part.length));

  const opened = await openContainer(text, { powers: containerPowers, broken: 'note' });

  expect(opened).toMatchObject({ ok: false, error: { kind } });
});

test('a TLS message of millions of empty entries is none', async () => {
  const size = (value: number) => Buffer.of(value >> 16, (value >> 8) & 255, value & 255);
  const entries = Buffer.alloc(3_000_000);
  const message = Buffer.concat([Buffer.of(11), size(entries.length + 3), size(entries.length), entries]);

  expect(await open(new Uint8Array(message))).toMatchObject({ ok: false, error: { kind: 'not-a-certificate' } });
});
