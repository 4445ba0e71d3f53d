import { parentPort } from 'node:worker_threads';
import type { OpenFailure } from '#core/certificate/opened.ts';
import type { Result } from '#core/result.ts';
import { unpack, type Unpacked } from './unpack.ts';

/** What the thread is asked, one at a time. */
export interface UnpackQuestion {
  readonly input: Uint8Array | string;
  readonly password?: string;
}

export type UnpackAnswer = Result<Unpacked, OpenFailure>;

/*
 * Takes certificates out of files, beside the main process: what a hostile file makes slow is slow here, and ends with the thread.
 */
parentPort?.on('message', ({ input, password }: UnpackQuestion) => {
  void unpack(input, password).then((answer) => {
    parentPort?.postMessage(answer satisfies UnpackAnswer, answer.ok ? [answer.value.bytes.buffer] : []);
  });
});
