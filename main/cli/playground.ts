import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaygroundState } from '#core/playground/state.ts';
import { columns, heading, toned, type Line } from '#core/report/line.ts';
import { createPlayground } from '#main/engine/playground/playground.ts';
import { complain, print, type Command } from './command.ts';
import type { Given } from './flags.ts';
import { exitCodes, type CliPowers } from './powers.ts';

export const playgroundCommand: Command = {
  flags: [
    {
      name: 'ca-out',
      value: 'FILE',
      help: 'write the certificate of their authority here instead of a temporary file',
    },
    { name: 'json', help: 'print the servers and the authority as one JSON object, once they run' },
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  if (given.positionals.length > 0) {
    await complain(powers, `playground takes no operand: ${given.positionals[0] ?? ''}`);
    return exitCodes.usage;
  }
  const playground = createPlayground({ now: powers.now });
  const started = await playground.start();
  if (!started.ok) {
    await complain(powers, `The playground could not start: ${started.error.message}`);
    return exitCodes.failed;
  }
  const temporary = given.has('ca-out') ? undefined : await mkdtemp(join(tmpdir(), 'wireglass-playground-'));
  const caFile = given.one('ca-out') ?? join(temporary ?? '', 'ca.pem');
  try {
    await writeFile(caFile, started.value.ca?.pem ?? '');
    if (given.has('json')) await powers.stdout.write(`${JSON.stringify({ ...started.value, caFile }, null, 2)}\n`);
    else await print(powers.stdout, tableOf(started.value, caFile));
    await untilInterrupted(powers.interrupted);
    // Ctrl+C is how it is meant to end.
    return exitCodes.ok;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    await complain(powers, `${caFile} cannot be written (${code ?? message}).`);
    return exitCodes.failed;
  } finally {
    await playground.stop();
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

const groups = {
  untrusted: 'Servers you should not trust yet',
  different: 'Servers that behave differently, trusted once you trust the authority',
} as const;

function tableOf({ servers, ca }: PlaygroundState, caFile: string): readonly Line[] {
  const group = (id: keyof typeof groups): readonly Line[] => [
    ...heading(groups[id]),
    ...columns(
      servers
        .filter((server) => server.group === id)
        .map(({ title, url, description }) => [toned('strong', title), url, toned('dim', description)]),
    ),
  ];
  return [
    ...group('untrusted'),
    ...group('different'),
    ...heading('Their authority'),
    [`  ${ca?.subject ?? ''}`],
    [`  ${caFile}`],
    [],
    [`Try:  wireglass send ${servers[0]?.url ?? ''} --ca ${caFile}`],
    [toned('dim', 'Ctrl+C ends it.')],
  ];
}

function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
