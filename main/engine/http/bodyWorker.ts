import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { bodyFile } from '#main/engine/history/body.ts';
import type { BodyAnswer, BodyQuestion } from './bodyThread.ts';

/*
 * A thread that hashes large bodies and writes them: a third of what a download costs, off the thread that speaks TLS. Blocks come
 * in order and are answered with their memory; a disk that waits makes nobody else wait.
 */

interface OpenBody {
  readonly path: string;
  readonly file: number;
  readonly hash: Hash;
}

const open = new Map<number, OpenBody>();

parentPort?.on('message', (question: BodyQuestion) => {
  try {
    answer(question);
  } catch (error) {
    discard(question.body);
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    tell({ kind: 'failed', body: question.body, code, message });
  }
});

function answer(question: BodyQuestion): void {
  const { body } = question;
  switch (question.kind) {
    case 'begin':
      mkdirSync(dirname(question.path), { recursive: true });
      open.set(body, { path: question.path, file: openSync(question.path, 'wx'), hash: createHash('sha256') });
      break;
    case 'block': {
      const found = open.get(body);
      // Blocks that were on their way when the body failed: the failure has been told.
      if (found !== undefined) append(found, question.bytes.subarray(0, question.used));
      tell({ kind: 'written', body, bytes: question.bytes }, [question.bytes.buffer]);
      break;
    }
    case 'finish': {
      const found = open.get(body);
      if (found !== undefined) tell({ kind: 'finished', body, ref: finish(body, found, question.folder) });
      break;
    }
    case 'discard':
      discard(body);
      tell({ kind: 'discarded', body });
      break;
  }
}

function append({ hash, file }: OpenBody, bytes: Uint8Array): void {
  hash.update(bytes);
  for (let from = 0; from < bytes.byteLength;) from += writeSync(file, bytes, from);
}

function finish(body: number, { path, file, hash }: OpenBody, folder: string): string {
  closeSync(file);
  open.delete(body);
  const ref = hash.digest('hex');
  const place = bodyFile(folder, ref);
  try {
    mkdirSync(dirname(place), { recursive: true });
    renameSync(path, place);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return ref;
}

function discard(body: number): void {
  const found = open.get(body);
  if (found === undefined) return;
  open.delete(body);
  closeSync(found.file);
  rmSync(found.path, { force: true });
}

function tell(told: BodyAnswer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(told, transfer);
}
