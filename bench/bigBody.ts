import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Downloaded } from './download.ts';
import { median, type Measure } from './measure.ts';
import { BIG_BYTES, type Listening } from './server.ts';

const ROUNDS = 3;
const MIB = 1024 * 1024;

/** 256 MiB to disk: the engine and `curl -o`, turn by turn. */
export async function measureBigBody(server: Listening): Promise<readonly Measure[]> {
  const rounds: { ours: number; curl: number; growth: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { ms, bytes, growthBytes } = await downloadInChild(server);
    if (bytes !== BIG_BYTES) throw new Error(`The engine kept ${bytes} bytes of ${BIG_BYTES}.`);
    rounds.push({ ours: BIG_BYTES / 1e3 / ms, curl: curlSpeed(server), growth: growthBytes / MIB });
  }
  const ratio = median(rounds.map((round) => round.ours / round.curl));
  const growth = Math.max(...rounds.map((round) => round.growth));
  return [
    {
      id: 'big.curl',
      title: '256 MiB to disk: curl -o',
      value: median(rounds.map((round) => round.curl)),
      unit: 'MB/s',
    },
    {
      id: 'big.ours',
      title: '256 MiB to disk: Wireglass',
      value: median(rounds.map((round) => round.ours)),
      unit: 'MB/s',
    },
    { id: 'big.ratio', title: '256 MiB to disk: ratio', value: ratio, unit: '×', bound: { atLeast: 0.6 } },
    { id: 'big.growth', title: '256 MiB to disk: memory growth', value: growth, unit: 'MiB', bound: { atMost: 64 } },
  ];
}

async function downloadInChild(server: Listening): Promise<Downloaded> {
  const child = fork(join(import.meta.dirname, 'download.ts'));
  child.send(server);
  const [done] = (await once(child, 'message')) as [Downloaded];
  return done;
}

/** MB/s by curl's own clock, which leaves out its start. */
function curlSpeed({ port, caFile }: Listening): number {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-curl-'));
  const words = [
    '-s',
    '--cacert',
    caFile,
    '-o',
    join(folder, 'body'),
    '-w',
    '%{time_total}',
    `https://localhost:${port}/big`,
  ];
  const seconds = Number(execFileSync('curl', words, { encoding: 'utf8' }));
  rmSync(folder, { recursive: true });
  return BIG_BYTES / 1e6 / seconds;
}
