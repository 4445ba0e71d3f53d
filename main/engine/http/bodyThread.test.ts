import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bodyFile } from '#main/engine/history/body.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { BodyThread } from './bodyThread.ts';

let folder: string;
const threads: BodyThread[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireglass-bodies-'));
});
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close();
});

function threadOf(script: URL): BodyThread {
  const thread = new BodyThread(script);
  threads.push(thread);
  return thread;
}
const block = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const nobody = { onWritten: () => undefined, onFailed: () => undefined };

describe('the thread that writes bodies', () => {
  test('names a file by its SHA-256 and gives the memory of its blocks back', async () => {
    const given: number[] = [];
    const body = threadOf(sourceWorkers().body).begin(folder, {
      ...nobody,
      onWritten: (bytes) => given.push(bytes.byteLength),
    });

    body.write(block('large '), 6);
    body.write(block('body, and what is left of the block'), 4);
    const ref = await body.finish();

    expect(ref).toBe(hash('sha256', 'large body', 'hex'));
    expect(readFileSync(bodyFile(folder, ref), 'utf8')).toBe('large body');
    expect(given).toEqual([6, 35]);
  });

  test('keeps bodies that come at the same time apart', async () => {
    const thread = threadOf(sourceWorkers().body);
    const [one, two] = [thread.begin(folder, nobody), thread.begin(folder, nobody)];

    one.write(block('1'), 1);
    two.write(block('2'), 1);
    one.write(block('1'), 1);

    expect(await Promise.all([one.finish(), two.finish()])).toEqual([hash('sha256', '11'), hash('sha256', '2')]);
  });

  test('leaves nothing of a body that is discarded', async () => {
    const body = threadOf(sourceWorkers().body).begin(folder, nobody);
    body.write(block('x'), 1);

    await body.discard();

    expect(readdirSync(folder)).toEqual([]);
  });

  test('tells what the disk said, once, and then does nothing more', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const failures: unknown[] = [];
    const body = threadOf(sourceWorkers().body).begin(join(file, 'below'), {
      ...nobody,
      onFailed: (error) => failures.push(error),
    });
    body.write(block('x'), 1);

    await expect(body.finish()).rejects.toMatchObject({ code: 'ENOTDIR' });
    await body.discard();

    expect(failures).toHaveLength(1);
  });

  test('fails the bodies it was writing when it dies, and the next body has a new thread', async () => {
    const script = join(folder, 'dies.mjs');
    writeFileSync(
      script,
      "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(1));",
    );
    const thread = threadOf(pathToFileURL(script));

    await expect(thread.begin(folder, nobody).finish()).rejects.toThrow('has ended');
    await expect(thread.begin(folder, nobody).finish()).rejects.toThrow('has ended');
  });
});
