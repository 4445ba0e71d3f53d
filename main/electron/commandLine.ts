export interface CommandLine {
  /** Folder of the data; absent = the platform's own place. */
  readonly profile?: string;
  /** An http(s) address to begin with, as written. */
  readonly address?: string;
}

const ADDRESS = /^https?:\/\//i;

/**
 * What the user asked for at start. Unknown words are left alone: Electron, Chromium and test drivers add their own.
 *
 * @param argv the whole of process.argv, or that of a second instance (Chromium may have put switches first)
 */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const profile = optionValue(argv, '--profile');
  const address = argv.findLast((word, at) => ADDRESS.test(word) && argv[at - 1] !== '--profile');
  return { ...(profile ? { profile } : {}), ...(address ? { address } : {}) };
}

/** `--name value` or `--name=value`; the last one counts, as in most tools. */
function optionValue(argv: readonly string[], name: string): string | undefined {
  const at = argv.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = argv[at];
  return word === name ? argv[at + 1] : word?.slice(name.length + 1);
}
