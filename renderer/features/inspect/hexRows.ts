/** Bytes in a row: sixteen, in two halves. */
export const ROW_BYTES = 16;

/** A part of a row, marked or not: its text is written as it stands. */
export interface HexPart {
  readonly hex: string;
  readonly text: string;
  /** 'head': tag and length of the marked value; 'fault': where reading ended. */
  readonly mark?: 'head' | 'value' | 'fault' | undefined;
}

/** What is marked: a value of the tree, and the byte at which reading ended. */
export interface HexMarks {
  readonly value?: { readonly offset: number; readonly headerLength: number; readonly length: number } | undefined;
  readonly fault?: number | undefined;
}

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / ROW_BYTES);
}

/** '01b0': as many digits as the last row needs, four at least. */
export function offsetText(row: number, bytes: Uint8Array): string {
  const digits = Math.max(4, (bytes.length - 1).toString(16).length);
  return (row * ROW_BYTES).toString(16).padStart(digits, '0');
}

/** A row in parts, each as wide as its bytes: two digits and a space each, one more space between the halves. */
export function hexParts(bytes: Uint8Array, row: number, marks: HexMarks): readonly HexPart[] {
  const parts: { hex: string; text: string; mark: HexPart['mark'] }[] = [];
  const start = row * ROW_BYTES;
  for (let column = 0; column < ROW_BYTES; column++) {
    const byte = bytes[start + column];
    const mark = byte === undefined ? undefined : markAt(start + column, marks);
    const cell = (byte === undefined ? '  ' : (pairs[byte] ?? '')) + gapBehind(column);
    const last = parts.at(-1);
    if (last?.mark === mark && last !== undefined) {
      last.hex += cell;
      last.text += textOf(byte);
    } else parts.push({ hex: cell, text: textOf(byte), mark });
  }
  return parts;
}

function gapBehind(column: number): string {
  if (column === ROW_BYTES - 1) return '';
  return column === ROW_BYTES / 2 - 1 ? '  ' : ' ';
}

function markAt(at: number, { value, fault }: HexMarks): HexPart['mark'] {
  if (at === fault) return 'fault';
  if (value === undefined || at < value.offset || at >= value.offset + value.headerLength + value.length)
    return undefined;
  return at < value.offset + value.headerLength ? 'head' : 'value';
}

function textOf(byte: number | undefined): string {
  if (byte === undefined) return ' ';
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

/** Width of the hexadecimal part, in characters. */
export const HEX_CHARS = ROW_BYTES * 3;

/** The column of a place in the hexadecimal part. @param share of its width, 0 to 1 */
export function columnAt(share: number): number {
  const character = Math.floor(share * HEX_CHARS);
  const half = (ROW_BYTES / 2) * 3;
  const column = Math.floor((character > half ? character - 1 : character) / 3);
  return Math.min(ROW_BYTES - 1, Math.max(0, column));
}
