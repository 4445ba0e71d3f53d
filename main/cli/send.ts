import { readFile } from 'node:fs/promises';
import { parseAddress } from '#core/http/address.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { reportExchange, responseOf } from '#core/report/exchange.ts';
import type { ChainDiagnosis } from '#core/report/diagnosis.ts';
import { exchangeJson } from '#core/report/json.ts';
import { ok } from '#core/result.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import { bodyLines, saveBody, writeBody, type BodySource } from './body.ts';
import { complain, print, type Command } from './command.ts';
import { diagnoseExchange, diagnoseFlags } from './diagnose.ts';
import { bodyLimitFlag, connectionFlags, draftOf, requestFlags } from './draft.ts';
import type { Flag, Given } from './flags.ts';
import { writeHar } from './har.ts';
import { identityFlags, identityOf } from './identityFlags.ts';
import { exitCodes, type CliPowers, type Output } from './powers.ts';
import { openSession } from './session.ts';
import { runTrustOf, trustFlags } from './trustFlags.ts';
import { tellUnchecked, uncheckedFlag } from './unchecked.ts';

const outputFlags: readonly Flag[] = [
  { name: 'report', help: 'print what TLS did, for people (default)' },
  { name: 'json', help: 'print the exchange with certificates and explanations as one JSON object' },
  {
    name: 'har',
    value: 'FILE',
    help: 'also write a HAR 1.2 file, secrets left out; - prints it instead of the report',
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    help: 'save the body as it is; - prints it, and the report goes to standard error',
  },
];

export const sendCommand: Command = {
  flags: [
    ...requestFlags,
    ...trustFlags,
    ...identityFlags,
    uncheckedFlag,
    ...connectionFlags,
    ...diagnoseFlags,
    bodyLimitFlag,
    ...outputFlags,
  ],
  notes: [
    'Nothing is sent to a server that is not trusted, but for one request with --insecure-once: that one is marked in',
    'everything that is written of it. Several -d are joined with &. A body that is JSON is sent as',
    'application/json, other -d as application/x-www-form-urlencoded, other files as application/octet-stream, unless',
    '-H says otherwise. A trusted authority given with --ca is trusted for every host of this run. What --aia, --ocsp and',
    '--crl ask of others is asked when the exchange is over, and is shown; inspect asks before anything is sent.',
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const url = given.positionals[0];
  const wrong = misuse(given);
  if (url === undefined || wrong !== undefined) {
    await complain(powers, wrong ?? 'send needs an address: wireglass send https://host/');
    return exitCodes.usage;
  }
  const draft = await draftOf(url, given, (path) => (path === '-' ? powers.readStdin() : readFile(path)));
  const trust = draft.ok ? await runTrustOf(given) : draft;
  if (!draft.ok || !trust.ok) {
    await complain(powers, trust.ok ? '' : trust.error.message);
    return exitCodes.usage;
  }
  const address = parseAddress(url);
  // An address that cannot be read is the exchange's own failure.
  const identity = address.ok ? await identityOf(given, address.value, powers) : ok(undefined);
  if (!identity.ok) {
    await complain(powers, identity.error.message);
    return exitCodes.usage;
  }
  const session = await openSession(given.one('profile'), trust.value, powers, identity.value);
  if (!session.ok) {
    await complain(powers, session.error.message);
    return exitCodes.failed;
  }
  const { client, bodyFolder, keep, close } = session.value;
  try {
    const unchecked = given.has(uncheckedFlag.name) ? { unchecked: { keep: [] } } : {};
    const job = {
      id: newExchangeId(powers.now()),
      draft: { ...draft.value, ...unchecked },
      signal: powers.interrupted,
    };
    const sent = await client.send(job);
    await tellUnchecked(sent.exchange, powers);
    const kept = await keep(sent);
    if (!kept.ok) await complain(powers, kept.error.message);
    const diagnosis = await diagnoseExchange(given, sent, session.value, powers);
    const shown = await show(given, { sent, diagnosis }, bodyFolder, powers);
    return shown && kept.ok ? exitCodeOf(sent.exchange) : exitCodes.failed;
  } finally {
    await close();
  }
}

/** What the flags contradict each other in; undefined when they do not. */
function misuse(given: Given): string | undefined {
  if (given.positionals.length > 1) return `send takes one address, not ${given.positionals.length}.`;
  if (given.has('json') && given.has('report')) return 'Take one of --json and --report.';
  if (given.has(uncheckedFlag.name) && given.has('identity'))
    return 'A client certificate is shown to approved servers only: take one of --identity and --insecure-once.';
  const toStdout = [given.one('har') === '-', given.one('output') === '-', given.has('json')].filter(Boolean);
  return toStdout.length > 1 ? 'Only one of --json, --har - and -o - can go to standard output.' : undefined;
}

/** False when a file could not be written. */
async function show(given: Given, shown: Shown, bodyFolder: string, powers: CliPowers): Promise<boolean> {
  const { sent, diagnosis } = shown;
  const response = responseOf(sent.exchange);
  const source = response && { body: response.body, sent, bodyFolder };
  const har = given.one('har');
  const output = given.one('output');
  try {
    if (har !== undefined) await writeHar({ sent, bodyFolder }, har, powers);
    if (output !== undefined && output !== '-' && source) await saveBody(source, output);
  } catch (error) {
    const { path, code, message } = error as NodeJS.ErrnoException;
    await complain(powers, path === undefined ? message : `${path} cannot be written (${code}).`);
    return false;
  }
  if (har === '-') return true;
  if (given.has('json')) {
    const json = exchangeJson(sent.exchange, certificateBag(sent), diagnosis);
    await powers.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    return true;
  }
  const aside = output === '-';
  await report(shown, aside ? powers.stderr : powers.stdout, powers, output === undefined ? source : undefined);
  if (aside && source) await writeBody(source, powers.stdout);
  return true;
}

/** What is reported: the exchange, and what others were asked about it. */
interface Shown {
  readonly sent: SentExchange;
  readonly diagnosis?: ChainDiagnosis | undefined;
}

/** The report, and below it the body when there is one to show. */
export async function report(
  { sent, diagnosis }: Shown,
  output: Output,
  { now }: Pick<CliPowers, 'now'>,
  source?: BodySource,
): Promise<void> {
  const { exchange } = sent;
  await print(
    output,
    reportExchange({ exchange, certificates: certificateBag(sent), diagnosis, now: now(), width: output.width }),
  );
  if (source) await print(output, await bodyLines(source));
}

/** What the shell is told of an exchange. A request that could not even be written down is a mistake on the command line. */
export function exitCodeOf({ outcome }: Exchange): number {
  if (outcome.kind === 'cancelled') return exitCodes.interrupted;
  if (outcome.kind !== 'failed') return exitCodes.ok;
  switch (outcome.failure.kind) {
    case 'invalid-url':
    case 'invalid-request':
      return exitCodes.usage;
    case 'untrusted':
      return exitCodes.untrusted;
    default:
      return exitCodes.failed;
  }
}
