/** A name and a value found in a paste. */
export type Pair = readonly [name: string, value: string];

/**
 * The header lines of a paste ('Name: value' each), when it holds more than one line or a whole line. Otherwise undefined: it
 * is text for the one cell.
 *
 * Request and status lines, empty lines, and what curl and browsers put before headers ('> ', '< ', ':authority') are left out.
 */
export function pastedHeaders(text: string): readonly Pair[] | undefined {
  const lines = linesOf(text).map((line) => line.replace(/^[<>*] ?/, ''));
  const pairs = lines.flatMap((line): Pair[] => {
    const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*(.*)$/.exec(line);
    return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
  });
  return pairs.length === 0 || (lines.length === 1 && !/^[\w-]+:\s/.test(lines[0] ?? '')) ? undefined : pairs;
}

/** The parameters of a paste: lines of 'name=value' or 'name: value', or one query. Otherwise undefined. */
export function pastedParams(text: string): readonly Pair[] | undefined {
  const lines = linesOf(text);
  if (lines.length < 2) {
    const query = /^\??([^=&\s]+=[^&\s]*(?:&[^=&\s]+(?:=[^&\s]*)?)+)$/.exec(lines[0] ?? '')?.[1];
    return query === undefined ? undefined : [...new URLSearchParams(query)];
  }
  return lines.map((line): Pair => {
    const match = /^([^=:\t]+?)\s*[=:\t]\s*(.*)$/.exec(line);
    return match === null ? [line, ''] : [match[1] ?? '', match[2] ?? ''];
  });
}

function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
