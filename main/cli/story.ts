import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verdictOf } from '#core/http/exchange.ts';
import type { PlaygroundState } from '#core/playground/state.ts';
import { reportExchange } from '#core/report/exchange.ts';
import { heading, type Line } from '#core/report/line.ts';
import { reasons, verdictLine } from '#core/report/verdict.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { createPlayground } from '#main/engine/playground/playground.ts';
import { openTrustStore } from '#main/engine/trust/store.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import { complain, print, type Command } from './command.ts';
import type { Given } from './flags.ts';
import { writeHar } from './har.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import { openSession } from './session.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';

export const storyCommand: Command = {
  flags: [{ name: 'har', value: 'FILE', help: 'where the export goes; default: a temporary file' }],
  run,
};

/** A step that did not come out as it must. The message is shown. */
class StoryEnded extends Error {}

async function run(given: Given, powers: CliPowers): Promise<number> {
  const playground = createPlayground({ now: powers.now });
  const folder = await mkdtemp(join(tmpdir(), 'wireglass-story-'));
  try {
    const started = await playground.start();
    if (!started.ok) throw new StoryEnded(`The playground could not start: ${started.error.message}`);
    // In a folder of its own: a file name that others can guess does not belong into a shared one.
    const harFile = given.one('har') ?? join(await mkdtemp(join(tmpdir(), 'wireglass-export-')), 'story.har');
    await tell(started.value, join(folder, 'profile'), harFile, powers);
    return exitCodes.ok;
  } catch (error) {
    if (powers.interrupted.aborted) return exitCodes.interrupted;
    await complain(powers, error instanceof Error ? error.message : String(error));
    return exitCodes.failed;
  } finally {
    await playground.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tell(state: PlaygroundState, profile: string, harFile: string, powers: CliPowers): Promise<void> {
  const say = (lines: readonly Line[]) => print(powers.stdout, lines);
  const good = state.servers[0];
  if (!good || !state.ca) throw new StoryEnded('The playground has no server.');

  await say(step(1, `A server on this computer: ${good.url}`));
  await say([[`  Its certificate comes from a private authority: ${state.ca.subject}`]]);

  await say(step(2, 'Send to it'));
  const refused = await send(profile, good.url, 'untrusted', powers);
  await say([indent(verdictLine(refused.exchange, powers.now())), ...reasons(refused.exchange, powers.stdout.width)]);

  await say(step(3, 'Trust that authority, for localhost only'));
  trustForLocalhost(profile, state.ca.pem, powers);
  await say([['  Kept in a profile of its own, which is deleted at the end.']]);

  await say(step(4, 'Send again'));
  const trusted = await send(profile, good.url, 'trusted', powers);
  const { exchange } = trusted;
  const { width } = powers.stdout;
  await say(reportExchange({ exchange, certificates: certificateBag(trusted), now: powers.now(), width }).map(indent));

  await say(step(5, 'The same server by another name is still not believed'));
  const outside = await send(profile, good.url.replace('localhost', '127.0.0.1'), 'untrusted', powers);
  await say([indent(verdictLine(outside.exchange, powers.now())), ...reasons(outside.exchange, width)]);

  await say(step(6, 'Export'));
  await writeHar({ sent: trusted, bodyFolder: join(profile, 'bodies') }, harFile, powers);
  await say([[`  ${harFile} holds the exchange with its TLS and its certificates; secrets are left out.`], []]);
}

function step(number: number, title: string): readonly Line[] {
  return heading(`${number}. ${title}`);
}

function indent(line: Line): Line {
  return line.length === 0 ? line : ['  ', ...line];
}

async function send(profile: string, url: string, expected: Verdict['kind'], powers: CliPowers): Promise<SentExchange> {
  const session = await openSession(profile, { authorities: [], system: true, bundled: true }, powers);
  if (!session.ok) throw new StoryEnded(session.error.message);
  const { client, keep, close } = session.value;
  try {
    const draft = { method: 'GET', url, headers: [] };
    const sent = await client.send({ id: newExchangeId(powers.now()), draft, signal: powers.interrupted });
    const kept = await keep(sent);
    if (!kept.ok) throw new StoryEnded(kept.error.message);
    const verdict = verdictOf(sent.exchange)?.kind ?? 'none';
    if (verdict !== expected)
      throw new StoryEnded(`${url}: the verdict is "${verdict}", but it must be "${expected}".`);
    return sent;
  } finally {
    await close();
  }
}

function trustForLocalhost(profile: string, pem: string, powers: CliPowers): void {
  const store = openTrustStore({ ...powers, folder: profile, by: 'terminal' });
  try {
    const added = store.add([{ pem, scope: ['localhost'], origin: { kind: 'server', name: 'localhost' } }]);
    if (!added.ok) throw new StoryEnded(explainTrustFailure(added.error));
  } finally {
    store.close();
  }
}
