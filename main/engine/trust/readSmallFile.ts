import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { errorCode } from '#main/engine/sqlite.ts';

export type SmallFileFailure = Extract<TrustFailure, { kind: 'too-large' | 'unreadable' }>;

/**
 * The bytes of a regular file that is no larger than the limit.
 *
 * `unreadable` carries the system's code (ENOENT, EACCES, EISDIR…), or FIFO, DEVICE or SOCKET for what is no file: opening
 * those could wait for ever or never end.
 */
export async function readSmallFile(path: string, limitBytes: number): Promise<Result<Uint8Array, SmallFileFailure>> {
  let handle: FileHandle | undefined;
  try {
    const before = check(path, await stat(path), limitBytes);
    if (before !== undefined) return fail(before);
    // NONBLOCK: should the path have become a pipe since, opening it does not wait for a writer. Windows has no such flag.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const opened = await handle.stat();
    const after = check(path, opened, limitBytes);
    if (after !== undefined) return fail(after);
    return await readUpTo(handle, opened.size, limitBytes);
  } catch (error) {
    return fail(unreadable(path, errorCode(error), error instanceof Error ? error.message : String(error)));
  } finally {
    await handle?.close();
  }
}

function check(path: string, found: Stats, limitBytes: number): SmallFileFailure | undefined {
  if (found.isDirectory()) return unreadable(path, 'EISDIR', 'A folder.');
  if (found.isFIFO()) return unreadable(path, 'FIFO', 'A pipe.');
  if (found.isSocket()) return unreadable(path, 'SOCKET', 'A socket.');
  if (!found.isFile()) return unreadable(path, 'DEVICE', 'A device.');
  return found.size > limitBytes ? tooLarge(found.size, limitBytes) : undefined;
}

/** Most bytes taken at once. */
const CHUNK_BYTES = 256 * 1024;

/**
 * Files of /proc say 0 bytes, and any file may grow while it is read: the limit counts what comes.
 *
 * @param expected bytes that the file says it has: a folder of small files takes no large buffers
 */
async function readUpTo(
  handle: FileHandle,
  expected: number,
  limitBytes: number,
): Promise<Result<Uint8Array, SmallFileFailure>> {
  const chunks: Uint8Array[] = [];
  const chunkBytes = Math.min(Math.max(expected + 1, 4096), CHUNK_BYTES);
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
    if (bytesRead === 0) return ok(new Uint8Array(Buffer.concat(chunks)));
    total += bytesRead;
    if (total > limitBytes) return fail(tooLarge(total, limitBytes));
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function unreadable(path: string, code: string, message: string): SmallFileFailure {
  return { kind: 'unreadable', path, code, message };
}

function tooLarge(bytes: number, limitBytes: number): SmallFileFailure {
  return { kind: 'too-large', bytes, limitBytes, message: `${bytes} bytes.` };
}
