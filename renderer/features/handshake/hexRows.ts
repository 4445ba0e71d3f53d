/** Bytes in a row: as many as fit beside the fields without a scroll bar. */
export const ROW_BYTES = 12;

/** One byte of a row: where it stands, its two digits, its character. */
export interface HexByte {
  readonly at: number;
  readonly hex: string;
  readonly text: string;
}

export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / ROW_BYTES);
}

/** The bytes of a row of the hex view. What is no visible ASCII is a middle dot. */
export function hexRow(bytes: Uint8Array, row: number): readonly HexByte[] {
  const start = row * ROW_BYTES;
  return Array.from(bytes.subarray(start, start + ROW_BYTES), (byte, index) => ({
    at: start + index,
    hex: byte.toString(16).padStart(2, '0'),
    text: byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? ' ' : '·',
  }));
}

/** '01c8': where a byte stands, in as many digits as the whole needs, at least four. */
export function hexOffset(at: number, total: number): string {
  return at.toString(16).padStart(Math.max(4, (total - 1).toString(16).length), '0');
}
