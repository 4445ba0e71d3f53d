/** One line of a stream, without its end; or that it was longer than the limit, and its text is gone. */
export type StreamLine =
  | { readonly kind: 'line'; readonly number: number; readonly bytes: Uint8Array }
  | { readonly kind: 'too-long'; readonly number: number };

const LF = 0x0a;

/**
 * The lines of a stream of bytes, numbered from 1, holding no more than one of them at a time. The last needs no line end.
 *
 * @param limitBytes a longer line is read past without being kept
 */
export async function* streamLines(input: AsyncIterable<unknown>, limitBytes: number): AsyncGenerator<StreamLine> {
  let pieces: Uint8Array[] = [];
  let size = 0;
  let number = 1;
  const take = (piece: Uint8Array) => {
    size += piece.length;
    if (size <= limitBytes) pieces.push(piece);
    else pieces = [];
  };
  const finish = (): StreamLine => {
    const line: StreamLine =
      size > limitBytes ? { kind: 'too-long', number } : { kind: 'line', number, bytes: Buffer.concat(pieces) };
    pieces = [];
    size = 0;
    number += 1;
    return line;
  };
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      take(bytes.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < bytes.length) take(bytes.subarray(start));
  }
  if (size > 0) yield finish();
}
