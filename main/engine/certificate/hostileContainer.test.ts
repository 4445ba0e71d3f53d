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
