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

/** Bytes made room for when a file grows while it is read, or says 0 as those of /proc do. */
const MORE_BYTES = 64 * 1024;

/**
 * All bytes, in memory of their own. The limit counts what comes, whatever the file says of itself.
 *
 * @param expected bytes that it says it has
 */
async function readUpTo(
  handle: FileHandle,
  expected: number,
  limitBytes: number,
): Promise<Result<Uint8Array, SmallFileFailure>> {
  // One more than expected: a read that brings nothing more is the end.
  let bytes = new Uint8Array(expected + 1);
  let total = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, total, bytes.length - total, null);
    if (bytesRead === 0) return ok(bytes.subarray(0, total));
    total += bytesRead;
    if (total > limitBytes) return fail(tooLarge(total, limitBytes));
    if (total < bytes.length) continue;
    const larger = new Uint8Array(2 * bytes.length + MORE_BYTES);
    larger.set(bytes);
    bytes = larger;
  }
}

function unreadable(path: string, code: string, message: string): SmallFileFailure {
  return { kind: 'unreadable', path, code, message };
}

function tooLarge(bytes: number, limitBytes: number): SmallFileFailure {
  return { kind: 'too-large', bytes, limitBytes, message: `${bytes} bytes.` };
}
