import { readRecording, recordHandshake } from './testRecording.ts';
import type { TracedAnswer, TracedJob } from './testTrace.ts';

/*
 * A process of its own for matrix.test.ts: makes a handshake with OpenSSL's trace on, which is written to the standard error of the
 * whole process, and answers with what we decoded of the very same handshake.
 */

async function run({ port, options, until, session }: TracedJob): Promise<TracedAnswer> {
  let resumed: Buffer | undefined;
  if (session === 'resume') await recordHandshake(port, options, 'data', (given) => (resumed ??= given));
  const traced = { ...options, enableTrace: true, ...(resumed && { session: resumed }) };
  const recording = await recordHandshake(port, traced, until);
  return { facts: readRecording(recording) };
}

process.on('message', (job: TracedJob) => {
  void run(job).then((answer) => {
    process.send?.(answer);
  });
});
process.on('disconnect', () => process.exit());
