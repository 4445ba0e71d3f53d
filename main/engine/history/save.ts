import { randomUUID } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { HistoryFailure } from '#core/history/entry.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { errorCode } from '#main/engine/sqlite.ts';
import type { History } from './store.ts';

/** Saves a kept body under a path of the user's choice; what is there is replaced. */
export async function saveBody(
  history: Pick<History, 'openBody'>,
  ref: string,
  path: string,
): Promise<Result<{ readonly path: string }, HistoryFailure>> {
  const body = await history.openBody(ref);
  if (!body.ok) return body;
  const written = await writeFileWhole(path, body.value as AsyncIterable<Uint8Array>);
  return written.ok ? ok({ path }) : written;
}

/** Saves a text as UTF-8 under a path of the user's choice; what is there is replaced. */
export async function saveText(text: string, path: string): Promise<Result<{ readonly path: string }, HistoryFailure>> {
  const written = await writeFileWhole(path, [text]);
  return written.ok ? ok({ path }) : written;
}

/** Saves bytes under a path of the user's choice; what is there is replaced. */
export async function saveBytes(
  bytes: Uint8Array,
  path: string,
): Promise<Result<{ readonly path: string }, HistoryFailure>> {
  const written = await writeFileWhole(path, [bytes]);
  return written.ok ? ok({ path }) : written;
}

/** Bytes gathered before they go to the disk. */
const BLOCK_BYTES = 256 * 1024;

/**
 * A whole file or none: written beside its place under another name, then renamed. When it fails or is aborted the place is
 * as it was and nothing is left behind.
 */
export async function writeFileWhole(
  path: string,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  signal?: AbortSignal,
): Promise<Result<{ readonly bytes: number } | 'aborted', HistoryFailure>> {
  const draft = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.part`);
  let file: FileHandle | undefined;
  try {
    file = await open(draft, 'wx');
    const bytes = await writePieces(file, pieces, signal);
    if (bytes === 'aborted') return ok(bytes);
    await file.sync();
    await file.close();
    await rename(draft, path);
    return ok({ bytes });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail({ kind: 'cannot-write', path, code: errorCode(error), message });
  } finally {
    await file?.close().catch(() => undefined);
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

async function writePieces(
  file: FileHandle,
  pieces: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<number | 'aborted'> {
  let total = 0;
  let block: Buffer[] = [];
  let gathered = 0;
  const flush = async () => {
    if (gathered > 0) await file.appendFile(Buffer.concat(block, gathered));
    block = [];
    gathered = 0;
  };
  const aborted = () => signal?.aborted === true;
  if (aborted()) return 'aborted';
  for await (const piece of pieces) {
    if (aborted()) return 'aborted';
    const bytes =
      typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    block.push(bytes);
    gathered += bytes.byteLength;
    total += bytes.byteLength;
    if (gathered >= BLOCK_BYTES) await flush();
  }
  await flush();
  return aborted() ? 'aborted' : total;
}
