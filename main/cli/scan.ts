import { MAX_SCAN_DELAY_MS } from '#core/contract/scan.ts';
import { parseAddress } from '#core/http/address.ts';
import { reportScan, scanJson } from '#core/report/scan.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { phaseWords } from '#core/scan/words.ts';
import { ServerScan } from '#main/engine/scan/serverScan.ts';
import { complain, print, type Command } from './command.ts';
import { connectionFlags, parseConnection } from './draft.ts';
import type { Given } from './flags.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import { openSession } from './session.ts';
import { runTrustOf, trustFlags } from './trustFlags.ts';

export const scanCommand: Command = {
  flags: [
    ...trustFlags,
    ...connectionFlags.filter(({ name }) => name !== 'max-time'),
    { name: 'delay', value: 'MS', help: 'pause between connections; 100, or 0 to this computer' },
    { name: 'json', help: 'print what was found, and what to think of it, as one JSON object' },
  ],
  notes: [
    'Dozens of handshakes, one at a time; no request is sent and no client certificate shown.',
    'Nothing is kept in a history. Ctrl+C ends it and prints what was found.',
  ],
  exits: [
    ['0', 'everything was tried'],
    ['2', 'the command line, or a file it names, cannot be used'],
    ['3', 'the server could not be scanned, or not to the end'],
    ['4', 'everything was tried, and the certificate is not trusted'],
    ['130', 'interrupted'],
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const refuse = async (message: string) => {
    await complain(powers, message);
    return exitCodes.usage;
  };
  const [typed, ...more] = given.positionals;
  if (typed === undefined || more.length > 0) return refuse('scan takes one server: wireglass scan host:443');
  const address = parseAddress(typed);
  if (!address.ok || address.value.scheme !== 'https') return refuse(`${typed} is no HOST[:PORT] to speak TLS with.`);
  const connection = parseConnection(given);
  if (!connection.ok) return refuse(connection.error.message);
  const delayMs = delayOf(given.one('delay'));
  if (delayMs === 'bad') {
    return refuse(`--delay ${given.one('delay') ?? ''} is no number of milliseconds up to ${MAX_SCAN_DELAY_MS}.`);
  }
  const trust = await runTrustOf(given);
  if (!trust.ok) return refuse(trust.error.message);

  const session = await openSession(given.one('profile'), trust.value, powers);
  if (!session.ok) {
    await complain(powers, session.error.message);
    return exitCodes.failed;
  }
  const { client, close } = session.value;
  try {
    const { host, port } = address.value;
    const { connectTo, limits } = connection.value;
    const scan = new ServerScan(
      { now: powers.now, inspect: (job) => client.inspect(job) },
      { host, port, delayMs, connectTo, timeoutMs: limits?.tlsTimeoutMs, onProgress: progressOn(powers) },
    );
    const report = await scan.run(powers.interrupted);
    await clearProgress(powers);
    if (given.has('json')) await powers.stdout.write(`${JSON.stringify(scanJson(report), null, 2)}\n`);
    else await print(powers.stdout, reportScan(report, powers.stdout.width));
    return exitCodeOf(report);
  } finally {
    await close();
  }
}

function delayOf(text: string | undefined): number | undefined | 'bad' {
  if (text === undefined) return undefined;
  const isNumber = /^\d{1,6}$/.test(text) && Number(text) <= MAX_SCAN_DELAY_MS;
  return isNumber ? Number(text) : 'bad';
}

function exitCodeOf({ state, certificate }: ScanReport): number {
  if (state === 'cancelled') return exitCodes.interrupted;
  if (state !== 'complete') return exitCodes.failed;
  return certificate?.verdict?.kind === 'untrusted' ? exitCodes.untrusted : exitCodes.ok;
}

/** One line that is written over: only where a person looks on. */
function progressOn({ stderr }: CliPowers): (report: ScanReport) => void {
  if (stderr.style === 'plain') return () => undefined;
  return ({ connections, phase }) => {
    const doing = phase === undefined ? '' : ` · ${phaseWords[phase]}`;
    void stderr.write(`${CLEAR_LINE}${connections.made} of about ${connections.expected} connections${doing}`);
  };
}

/** Back to the first column, and the line emptied (ECMA-48 §8.3.41). */
const CLEAR_LINE = '\r\u001b[K';

async function clearProgress({ stderr }: CliPowers): Promise<void> {
  if (stderr.style !== 'plain') await stderr.write(CLEAR_LINE);
}
