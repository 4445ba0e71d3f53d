import { columns, heading, toned, type Line } from '#core/report/line.ts';
import type { Command, CommandEntry } from './command.ts';
import { flagText } from './flags.ts';

/** What `wireglass help` prints. */
export function overview(commands: readonly CommandEntry[]): readonly Line[] {
  return [
    [toned('strong', 'wireglass'), ' shows what TLS did, and trusts exactly what you say.'],
    ...heading('Commands'),
    ...columns([
      ...commands.map(({ name, operands, summary }) => [`${name} ${operands}`.trim(), summary]),
      ['help [COMMAND]', 'this list, or the flags of a command'],
      ['--version', 'the version'],
    ]),
    ...exitCodeLines,
  ];
}

/** What `wireglass help COMMAND` prints. */
export function commandHelp(
  { name, operands, summary }: CommandEntry,
  { flags, notes, exits }: Command,
): readonly Line[] {
  const usageLine = ['wireglass', name, ...(flags.length > 0 ? ['[flags]'] : []), operands].join(' ').trim();
  return [
    [toned('strong', usageLine)],
    [`  ${summary}`],
    ...(flags.length === 0 ? [] : [...heading('Flags'), ...columns(flags.map((flag) => [flagText(flag), flag.help]))]),
    ...(notes ? [[], ...notes.map((note): Line => [note])] : []),
    ...(exits ? [...heading('Exit codes'), ...columns(exits)] : exitCodeLines),
  ];
}

const exitCodeLines: readonly Line[] = [
  ...heading('Exit codes'),
  ...columns([
    ['0', 'a response was received'],
    ['2', 'the command line, or a file it names, cannot be used'],
    ['3', 'no whole response, or it could not be kept'],
    ['4', 'the server is not trusted; nothing was sent'],
    ['130', 'interrupted'],
  ]),
];
