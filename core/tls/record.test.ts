import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_FRAGMENT_BYTES, RecordReader } from './record.ts';

const record = (type: number, fragment: readonly number[]) => [
  type,
  3,
  3,
  fragment.length >> 8,
  fragment.length & 0xff,
  ...fragment,
];

/** Cuts bytes at the given places, whatever they are. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('records are cut from a stream', () => {
  test('however the network split it', () => {
    const fragments = fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(fragments, fc.array(fc.nat(), { maxLength: 12 }), (contents, cuts) => {
        const bytes = Uint8Array.from(contents.flatMap((content, index) => record(20 + (index % 5), content)));
        const reader = new RecordReader();

        const records = pieces(bytes, cuts).flatMap((piece, index) => reader.push(piece, index));

        expect(reader.fault).toBeUndefined();
        expect(records.map(({ type }) => type)).toEqual(contents.map((_, index) => 20 + (index % 5)));
        expect(records.map(({ fragment }) => [...fragment])).toEqual(contents);
      }),
    );
  });

  test('a record has the time of its last byte', () => {
    const reader = new RecordReader();
    const bytes = Uint8Array.from(record(22, [1, 2, 3]));

    expect(reader.push(bytes.subarray(0, 4), 10)).toEqual([]);
    expect(reader.push(bytes.subarray(4, 7), 20)).toEqual([]);
    expect(reader.push(bytes.subarray(7), 30)[0]?.atMs).toBe(30);
  });

  test('other protocols are noticed at the first record and end the reading', () => {
    const reader = new RecordReader();

    expect(reader.push(new TextEncoder().encode('HTTP/1.1 400 Bad Request'), 0)).toEqual([]);
    expect(reader.fault).toBe('no TLS record');
    expect(reader.push(Uint8Array.from(record(22, [1])), 1)).toEqual([]);
  });

  test('a record longer than any version allows is refused, one byte less is not', () => {
    const header = (length: number) => Uint8Array.from([23, 3, 3, length >> 8, length & 0xff]);
    const long = new RecordReader();
    const longest = new RecordReader();

    long.push(header(MAX_FRAGMENT_BYTES + 1), 0);
    longest.push(header(MAX_FRAGMENT_BYTES), 0);

    expect(long.fault).toBe(`a record of ${MAX_FRAGMENT_BYTES + 1} bytes`);
    expect(longest.fault).toBeUndefined();
    expect(longest.push(new Uint8Array(MAX_FRAGMENT_BYTES), 1)[0]?.fragment.length).toBe(MAX_FRAGMENT_BYTES);
  });

  test('any bytes in any pieces are survived', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 20 }), (chunks) => {
        const reader = new RecordReader();
        for (const chunk of chunks) reader.push(chunk, 0);
      }),
    );
  });
});
