import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat } from '#core/certificate/bytes.ts';
import { lengthBytes } from '#core/certificate/der.ts';
import { toDefinite } from './ber.ts';

/** A value written twice: as DER has it, and as BER also allows. */
interface Written {
  readonly der: Uint8Array;
  readonly ber: Uint8Array;
}

const definite = (tag: number, body: Uint8Array) => concat([Uint8Array.of(tag), lengthBytes(body.length), body]);
const open = (tag: number, body: Uint8Array) => concat([Uint8Array.of(tag, 0x80), body, Uint8Array.of(0, 0)]);

const octets = fc.uint8Array({ maxLength: 6 });
const primitive = fc
  .tuple(fc.constantFrom(0x02, 0x04, 0x05, 0x80), octets)
  .map(([tag, body]): Written => ({ der: definite(tag, body), ber: definite(tag, body) }));

/** Pieces, and pieces of pieces. */
const inPieces = fc.array(fc.tuple(octets, fc.boolean(), fc.boolean()), { maxLength: 4 }).map((pieces): Written => {
  const body = concat(pieces.map(([bytes]) => bytes));
  const written = pieces.map(([bytes, isNested, isOpen]) => {
    const piece = definite(0x04, bytes);
    return isNested ? (isOpen ? open : definite)(0x24, piece) : piece;
  });
  return { der: definite(0x04, body), ber: open(0x24, concat(written)) };
});

const { value } = fc.letrec<{ value: Written; constructed: Written }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, primitive, inPieces, tie('constructed')),
  constructed: fc
    .tuple(fc.constantFrom(0x30, 0x31, 0xa0), fc.boolean(), fc.array(tie('value'), { maxLength: 4 }))
    .map(([tag, isOpen, parts]) => ({
      der: definite(tag, concat(parts.map(({ der }) => der))),
      ber: (isOpen ? open : definite)(tag, concat(parts.map(({ ber }) => ber))),
    })),
}));

describe('values of indefinite length', () => {
  test('become what DER writes for them', () => {
    fc.assert(
      fc.property(value, ({ der, ber }) => {
        expect(toDefinite(ber)).toEqual({ ok: true, value: der });
        expect(toDefinite(der)).toEqual({ ok: true, value: der });
      }),
      { numRuns: 2000 },
    );
  });

  test('that are cut or bent get an answer', () => {
    fc.assert(
      fc.property(value, fc.nat(200), fc.nat(255), ({ ber }, at, byte) => {
        const bent = ber.slice();
        bent[at % bent.length] = byte;
        for (const bytes of [bent, ber.subarray(0, at % ber.length)]) expect(toDefinite(bytes)).toHaveProperty(['ok']);
      }),
      { numRuns: 2000 },
    );
  });

  test('in thousands, one in the other or side by side, are refused and not tried', () => {
    const pair = Uint8Array.of(0x30, 0x80, 0, 0);
    const many = concat(Array.from({ length: 100_001 }, () => pair));
    const pieces = concat(Array.from({ length: 100_001 }, () => Uint8Array.of(0x04, 0)));
    const nest = new Uint8Array(1_000_000).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80));

    for (const [bytes, reason] of [
      [open(0x30, many), 'more than 100000 values of indefinite length'],
      [open(0x24, pieces), 'a string of more than 100000 pieces'],
      [nest, 'nested deeper than 32 levels'],
    ] as const)
      expect(toDefinite(bytes)).toMatchObject({ ok: false, error: { reason } });
  });
});
