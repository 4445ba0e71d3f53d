import { describe, expect, test } from 'vitest';
import { newId, uuidV7 } from './uuid.ts';

describe('an id for an exchange', () => {
  test('carries the time, the version and the variant where RFC 9562 puts them', () => {
    // RFC 9562 appendix A.6: 2022-02-22 19:22:22 UTC.
    const id = uuidV7(1_645_557_742_000, new Uint8Array([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]));

    expect(id).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('sorts after every id of an earlier millisecond', () => {
    const highest = uuidV7(1_700_000_000_000, new Uint8Array(10).fill(255));
    const lowest = uuidV7(1_700_000_000_001, new Uint8Array(10));

    expect(lowest > highest).toBe(true);
  });

  test('is a new one each time', () => {
    expect(newId()).not.toBe(newId());
  });
});
