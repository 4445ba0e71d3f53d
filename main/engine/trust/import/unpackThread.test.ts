import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { sourceWorkers } from '#main/engine/workers.ts';
import { issueRoot } from '#testdata/pki.ts';
import { UnpackThread } from './unpackThread.ts';

const folder = mkdtempSync(join(tmpdir(), 'wireglass-unpack-'));
const threads: UnpackThread[] = [];
afterAll(async () => {
  for (const thread of threads) await thread.close();
  rmSync(folder, { recursive: true });
});

const root = issueRoot();
const never = new AbortController().signal;

/** A thread whose script does this with every question: faults that no file is known to cause. */
function threadThat(does: string, fileMs?: number): UnpackThread {
  const path = join(folder, `${threads.length}.mjs`);
  writeFileSync(
    path,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', (question) => { ${does} });\n`,
  );
  const thread = new UnpackThread(pathToFileURL(path), fileMs);
  threads.push(thread);
  return thread;
}

describe('the thread that opens files', () => {
  test('answers each, however many are asked at once', async () => {
    const thread = new UnpackThread(sourceWorkers().unpack);
    threads.push(thread);

    const answers = await Promise.all(
      [root.cert, 'nothing', root.cert].map((input) => thread.unpack({ input }, never)),
    );

    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test('that does not come to an end is ended, and the next file has a new one', async () => {
    const thread = threadThat("if (question.input === 'slow') for (;;); parentPort.postMessage({ ok: false });", 2000);

    expect(await thread.unpack({ input: 'slow' }, never)).toMatchObject({
      ok: false,
      error: { kind: 'gave-up', reason: 'it took longer than 2 s' },
    });
    expect(await thread.unpack({ input: 'quick' }, never)).toEqual({ ok: false });
  });

  test('that breaks says why', async () => {
    const thread = threadThat("throw new Error('broken');");

    expect(await thread.unpack({ input: '' }, never)).toMatchObject({ error: { kind: 'gave-up', reason: 'broken' } });
    expect(await threadThat('process.exit(3);').unpack({ input: '' }, never)).toMatchObject({
      error: { kind: 'gave-up', reason: 'the thread that read it ended (3)' },
    });
  });

  test('can be stopped in the middle of a file, and before it', async () => {
    const thread = threadThat('for (;;);');
    const stop = new AbortController();

    const running = thread.unpack({ input: '' }, stop.signal);
    const waiting = thread.unpack({ input: '' }, stop.signal);
    setTimeout(() => stop.abort(), 50);

    expect(await running).toMatchObject({ error: { kind: 'cancelled' } });
    expect(await waiting).toMatchObject({ error: { kind: 'cancelled' } });
  });

  test('whose script is missing is no crash', async () => {
    const thread = new UnpackThread(pathToFileURL(join(folder, 'missing.mjs')));

    expect(await thread.unpack({ input: '' }, never)).toMatchObject({ ok: false, error: { kind: 'gave-up' } });
  });
});
