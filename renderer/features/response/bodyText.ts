import { decoderLabel, isJson, isText } from '#core/http/media.ts';
import type { ResponseBody } from '#core/http/exchange.ts';

/** How the bytes of a body are read as text. */
export interface BodyKind {
  readonly kind: 'json' | 'text' | 'binary';
  /** Label of the Encoding Standard. */
  readonly charset: string;
  readonly charsetFrom: 'header' | 'default';
}

/** What a body is by what the server says of it; without a type its first bytes decide. */
export function kindOfBody(body: Pick<ResponseBody, 'mediaType' | 'charset'>, start: Uint8Array): BodyKind {
  const charset = decoderLabel(body.charset);
  const charsetFrom = body.charset === undefined ? 'default' : 'header';
  const { mediaType } = body;
  if (isJson(mediaType)) return { kind: 'json', charset, charsetFrom };
  if (isText(mediaType)) return { kind: 'text', charset, charsetFrom };
  if (mediaType !== undefined && mediaType !== 'application/octet-stream')
    return { kind: 'binary', charset, charsetFrom };
  if (!looksLikeText(start)) return { kind: 'binary', charset, charsetFrom };
  const isObject = /^\s*[[{]/.test(new TextDecoder(charset).decode(start.subarray(0, 64)));
  return { kind: isObject ? 'json' : 'text', charset, charsetFrom };
}

/** True for bytes without control characters other than white space that are valid UTF-8 up to a cut last character. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * The text of a part of a body. A character of UTF-8 that the cut divides is left out on both sides: it stands in the
 * neighbouring part's reading only when parts overlap, and a replacement character would say that the server sent rubbish.
 */
export function textOfPart(bytes: Uint8Array, charset: string, part: 'whole' | 'from the start' | 'inside'): string {
  const decoder = new TextDecoder(charset);
  if (part === 'whole') return decoder.decode(bytes);
  const from = part === 'inside' && charset === 'utf-8' ? continuationBytes(bytes) : 0;
  return decoder.decode(bytes.subarray(from), { stream: true });
}

function continuationBytes(bytes: Uint8Array): number {
  let count = 0;
  while (count < 3 && ((bytes[count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

/** Sixteen bytes: '00000010', '7b 22 …', '{".'. */
export interface HexRow {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

const ROW_BYTES = 16;

export function hexRowCount(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / ROW_BYTES);
}

/** One row of a hex view. @param at where `bytes` begin in the whole body */
export function hexRow(bytes: Uint8Array, row: number, at: number): HexRow {
  const part = bytes.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES);
  const pairs = Array.from(part, (byte) => byte.toString(16).padStart(2, '0'));
  return {
    offset: (at + row * ROW_BYTES).toString(16).padStart(8, '0'),
    hex: `${pairs.slice(0, 8).join(' ')}  ${pairs.slice(8).join(' ')}`.padEnd(48),
    text: Array.from(part, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(''),
  };
}
