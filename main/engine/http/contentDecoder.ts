import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import type { Transform } from 'node:stream';

/** Output piece of a decoder, bytes. The default of 16 KiB costs four times the calls. */
const chunkSize = 64 * 1024;

/** How many encodings may be stacked. curl's limit (lib/content_encoding.c, MAX_ENCODE_STACK); more is an attack. */
export const MAX_ENCODINGS = 5;

/** Codings we can undo (IANA "HTTP Content Coding Registry"). `first` is the first piece of the coded body. */
const decoders: Readonly<Record<string, (first: Buffer) => Transform>> = {
  gzip: () => createGunzip({ chunkSize }),
  'x-gzip': () => createGunzip({ chunkSize }),
  deflate: (first) => (looksLikeZlib(first) ? createInflate({ chunkSize }) : createInflateRaw({ chunkSize })),
  br: () => createBrotliDecompress({ chunkSize }),
  zstd: () => createZstdDecompress({ chunkSize }),
};

/**
 * The codings of a Content-Encoding in the order they were applied, without `identity`; empty when nothing has to be undone.
 *
 * Undefined when one of them is unknown to us: the body is then kept as it came.
 */
export function codingsOf(contentEncoding: string | undefined): readonly string[] | undefined {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  return codings.every((coding) => Object.hasOwn(decoders, coding)) ? codings : undefined;
}

/** A stream that undoes one coding. Made when the first piece is there, because only it tells the two kinds of deflate apart. */
export function createContentDecoder(coding: string, first: Buffer): Transform {
  const create = decoders[coding];
  if (!create) throw new Error(`No decoder for ${coding}`);
  return create(first);
}

/**
 * RFC 9110 §8.4.1.2 wants zlib around deflate; some servers send it bare. A zlib header is CM = 8 and a multiple of 31
 * (RFC 1950 §2.2). With a single byte at hand, CM must do.
 */
function looksLikeZlib(first: Buffer): boolean {
  const cmf = first[0] ?? 0;
  const flg = first[1];
  return (cmf & 0x0f) === 8 && (flg === undefined || (cmf * 256 + flg) % 31 === 0);
}
