import { toned, type Line } from '#core/report/line.ts';
import { complain, print, type CommandEntry } from './command.ts';
import { commands } from './commands.ts';
import { nearestWord, parseFlags } from './flags.ts';
import { commandHelp, overview } from './help.ts';
import { exitCodes, type CliPowers } from './powers.ts';

/**
 * Runs one command line to its end and returns the exit code. Never rejects for what a user, a file or a network can do.
 *
 * @param args the words after `wireglass`
 */
export async function runCli(args: readonly string[], powers: CliPowers): Promise<number> {
  const [word, ...rest] = args;
  if (word === undefined || word === 'help' || word === '--help' || word === '-h') return help(rest[0], word, powers);
  if (word === '--version' || word === '-V' || word === 'version') {
    await print(powers.stdout, [[`wireglass ${powers.version}`]]);
    return exitCodes.ok;
  }
  const entry = commands.find(({ name }) => name === word);
  if (!entry) return misspelt(word, powers);
  const command = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    await print(powers.stdout, commandHelp(entry, command));
    return exitCodes.ok;
  }
  const given = parseFlags(rest, command.flags);
  if (given.ok) return command.run(given.value, powers);
  await complain(powers, given.error.message);
  await print(powers.stderr, [seeHelp(entry)]);
  return exitCodes.usage;
}

async function help(topic: string | undefined, word: string | undefined, powers: CliPowers): Promise<number> {
  const entry = commands.find(({ name }) => name === topic);
  if (topic !== undefined && !entry) return misspelt(topic, powers);
  // Nothing asked for: the list is help for a person, but the call did nothing, and a script must notice.
  const output = word === undefined ? powers.stderr : powers.stdout;
  await print(output, entry ? commandHelp(entry, await entry.load()) : overview(commands));
  return word === undefined ? exitCodes.usage : exitCodes.ok;
}

async function misspelt(word: string, powers: CliPowers): Promise<number> {
  const nearest = nearestWord(word, [...commands.map(({ name }) => name), 'help']);
  const isAddress = /^https?:\/\/|^[^-]+\.[^-]+/.test(word);
  const hint = isAddress
    ? ` To send a request: wireglass send ${word}`
    : nearest === undefined
      ? ''
      : ` Did you mean ${nearest}?`;
  await complain(powers, `Unknown command ${word}.${hint}`);
  await print(powers.stderr, [[toned('dim', 'wireglass help lists the commands.')]]);
  return exitCodes.usage;
}

function seeHelp({ name }: CommandEntry): Line {
  return [toned('dim', `wireglass help ${name} lists its flags.`)];
}
