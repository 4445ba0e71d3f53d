import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureBigBody } from './bigBody.ts';
import { measureCertificate } from './certificate.ts';
import { benchEngine } from './engine.ts';
import { measureHandshake } from './handshake.ts';
import { measureImport } from './import.ts';
import { holds, type Measure, tableOf } from './measure.ts';
import { measurePath } from './path.ts';
import { measureRequests } from './requests.ts';
import type { Listening } from './server.ts';
import { measureSmoothness } from './smooth.ts';
import { measureTrust } from './trust.ts';
import { measureTrustPage } from './trustPage.ts';
import { measureWindow } from './window.ts';

/*
 * Everything in turn, never side by side. `--save` makes the result the baseline of later runs; ratios are to be compared,
 * times only on the same machine.
 */

const baselineFile = join(import.meta.dirname, 'baseline.json');
const baseline = existsSync(baselineFile)
  ? (JSON.parse(readFileSync(baselineFile, 'utf8')) as Record<string, number>)
  : {};

const child = fork(join(import.meta.dirname, 'server.ts'));
const [server] = (await once(child, 'message')) as [Listening];

const engine = await benchEngine(server.ca);
const requests = await measureRequests(engine, server);
await engine.close();
const handshake = await measureHandshake(server);
const measures: readonly Measure[] = [
  ...requests,
  ...handshake,
  ...measurePath(),
  ...measureCertificate(),
  ...(await measureImport()),
  ...(await measureTrust(server)),
  ...(await measureBigBody(server)),
  ...(await measureWindow()),
  ...measureSmoothness(),
  ...measureTrustPage(),
];
child.disconnect();

console.log(tableOf(measures, baseline));
if (process.argv.includes('--save')) {
  const rounded = measures.map(({ id, value }) => [id, Number(value.toPrecision(3))] as const);
  writeFileSync(baselineFile, `${JSON.stringify(Object.fromEntries(rounded), null, 2)}\n`);
}
process.exitCode = measures.every(holds) ? 0 : 1;
