import { parseArgs } from 'node:util';
import { fail, ok, type Failure, type Result } from '#core/result.ts';

/** The command line cannot be understood. `message` is shown to the user. */
export type UsageFailure = Failure<'usage'>;

export function usage(message: string): { readonly ok: false; readonly error: UsageFailure } {
  return fail({ kind: 'usage', message });
}

/** One flag of a command. The help text is made from these. */
export interface Flag {
  /** Without dashes. */
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help ('FILE'); absent = the flag takes none. */
  readonly value?: string;
  readonly help: string;
}

/** What was given, by the names of the flags. */
export interface Given {
  readonly positionals: readonly string[];
  /** The last value; undefined when the flag was not given. */
  one(name: string): string | undefined;
  /** Every value in its order. */
  all(name: string): readonly string[];
  has(name: string): boolean;
}

const notOff =
  'Verification cannot be switched off; --ca FILE trusts one more authority for this run, and send --insecure-once sends one request unchecked, without credentials.';

/**
 * What curl's users type, and what they should type here instead. Verification has no off switch (SECURITY.md), so `-k` must
 * not be taken for a misspelling of something else.
 */
const curlHints: Readonly<Record<string, string>> = {
  '-k': notOff,
  '--insecure': notOff,
  '--cacert': 'The flag here is --ca FILE.',
  '--data-binary': '-d @FILE and --data-file FILE send a file as it is.',
  '--data-raw': '-d DATA sends text as it is, unless it begins with @.',
  '--url': 'The address stands by itself: send https://…',
  '-I': 'Ask with -X HEAD.',
  '--head': 'Ask with -X HEAD.',
  '-L': 'Redirects are not followed yet.',
  '--location': 'Redirects are not followed yet.',
  '-i': 'The head of the response is always in the report.',
  '-v': 'The report always has everything; --json has it for programs.',
  '--verbose': 'The report always has everything; --json has it for programs.',
  '-s': 'There is no progress meter to silence.',
};

/** Sorts the words after a command into flags and the rest. `--` ends the flags. Every mistake is named, none is passed over. */
export function parseFlags(args: readonly string[], flags: readonly Flag[]): Result<Given, UsageFailure> {
  const options = Object.fromEntries(
    flags.map(({ name, short, value }) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  // Not strict: strict mode knows neither the nearest flag nor that `-d -5` is a value (POSIX 12.2, guideline 7); we check the tokens.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (!flag) return usage(unknownFlag(token.rawName, flags));
    const wrong = wrongValue(flag, token, flags);
    if (wrong !== undefined) return usage(wrong);
    values.set(flag.name, [...(values.get(flag.name) ?? []), token.value ?? '']);
  }
  return ok({
    positionals,
    one: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
  });
}

interface OptionToken {
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function wrongValue(flag: Flag, token: OptionToken, flags: readonly Flag[]): string | undefined {
  if (flag.value === undefined) {
    return token.value === undefined ? undefined : `${token.rawName} takes no value.`;
  }
  const needs = `${token.rawName} needs a value: ${flagText(flag)}.`;
  if (token.value === undefined || (token.value === '' && token.inlineValue === true)) return needs;
  // `--ca --json`: the value was forgotten. A value that only looks like a flag is written `--ca=--json`.
  const swallowed = token.inlineValue !== true && spellings(flags).includes(token.value);
  return swallowed ? `${needs} ${token.value} is a flag itself.` : undefined;
}

function unknownFlag(rawName: string, flags: readonly Flag[]): string {
  const hint = curlHints[rawName] ?? nearestHint(rawName, flags);
  return `Unknown flag ${rawName}.${hint === '' ? '' : ` ${hint}`}`;
}

function nearestHint(rawName: string, flags: readonly Flag[]): string {
  const nearest = nearestWord(rawName, spellings(flags));
  return nearest === undefined ? '' : `Did you mean ${nearest}?`;
}

function spellings(flags: readonly Flag[]): readonly string[] {
  return flags.flatMap(({ name, short }) => (short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`]));
}

/** '-H, --header NAME:VALUE' */
export function flagText({ name, short, value }: Flag): string {
  return `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/** The known word most like `typed`, if it is like it at all: a third of its letters may differ, or it begins the same. */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  const begun = known.find((word) => typed.length > 3 && word.startsWith(typed));
  if (begun !== undefined) return begun;
  const ranked = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.floor(best.word.length / 3) ? best.word : undefined;
}

/** Letters to change, add, leave out or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, at) => at)];
  const cell = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const changed = cell(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? cell(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(changed, swapped, cell(i - 1, j) + 1, cell(i, j - 1) + 1));
    }
  }
  return cell(a.length, b.length);
}
