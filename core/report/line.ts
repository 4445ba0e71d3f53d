import { harmless } from '#core/certificate/text.ts';

/** What a piece of text means; a terminal with colours shows it, a file has the words alone. */
export type Tone = 'good' | 'bad' | 'warn' | 'dim' | 'strong';

export type Span = string | { readonly tone: Tone; readonly text: string };

/** One line of a report. No line break inside. */
export type Line = readonly Span[];

/** SGR parameters (ECMA-48 §8.3.117): the sixteen colours every terminal has and lets its user choose. */
const sgr: Readonly<Record<Tone, string>> = { good: '32', bad: '31', warn: '33', dim: '2', strong: '1' };

/**
 * The lines as one text, each ended by a line break.
 *
 * What servers and certificates say cannot steer the terminal: control characters and those that reverse the direction of
 * writing are shown as hex escapes.
 */
export function paint(lines: readonly Line[], style: 'plain' | 'ansi'): string {
  return lines.map((line) => `${line.map((span) => paintSpan(span, style)).join('')}\n`).join('');
}

function paintSpan(span: Span, style: 'plain' | 'ansi'): string {
  if (typeof span === 'string') return harmless(span);
  const text = harmless(span.text);
  return style === 'plain' || text === '' ? text : `\u001b[${sgr[span.tone]}m${text}\u001b[0m`;
}

export function toned(tone: Tone, text: string): Span {
  return { tone, text };
}

/** A heading of a section, with an empty line above it. */
export function heading(text: string): readonly Line[] {
  return [[], [toned('strong', text)]];
}

/** `text` broken at spaces into lines of at most `columns` characters; a longer word stands alone. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Rows with their cells set below each other, two spaces between columns, `indent` before each row. */
export function columns(rows: readonly (readonly Span[])[], indent = '  '): readonly Line[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) => [indent, ...row.flatMap((cell, at) => padded(cell, at, row.length, widths[at] ?? 0))]);
}

function padded(cell: Span, at: number, count: number, width: number): Span[] {
  return at === count - 1 ? [cell] : [cell, ' '.repeat(width - widthOf(cell) + 2)];
}

/** Characters, not columns: names in wide scripts may stand a little to the right. */
function widthOf(span: Span): number {
  return Array.from(harmless(typeof span === 'string' ? span : span.text)).length;
}
