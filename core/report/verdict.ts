import type { Exchange } from '#core/http/exchange.ts';
import { findingsOf } from '#core/http/exchange.ts';
import { explainFailure, type Explanation } from '#core/http/explain.ts';
import { padlockOf, type PadlockGlyph } from '#core/http/padlock.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { Finding, Severity } from '#core/trust/verdict.ts';
import { toned, wrap, type Line, type Tone } from './line.ts';

const marks: Readonly<Record<PadlockGlyph, readonly [mark: string, tone: Tone]>> = {
  'not-asked': ['·', 'dim'],
  running: ['·', 'dim'],
  trusted: ['✓', 'good'],
  excepted: ['◐', 'warn'],
  untrusted: ['✗', 'bad'],
  unchecked: ['!', 'bad'],
  'no-connection': ['✗', 'bad'],
  'not-encrypted': ['!', 'warn'],
};

const findingMarks: Readonly<Record<Severity, readonly [mark: string, tone: Tone]>> = {
  error: ['✗', 'bad'],
  warning: ['!', 'warn'],
  note: ['·', 'dim'],
};

/** The sentence that the window shows in its padlock strip, in one line. @param now ms UTC */
export function verdictLine(exchange: Exchange, now: number): Line {
  const padlock = padlockOf(exchange, now);
  const [mark, tone] = marks[padlock.glyph];
  const facts = padlock.facts.map((fact) => ` · ${fact}`).join('');
  const warning = padlock.warning === undefined ? [] : [' · ', toned('warn', padlock.warning)];
  return [toned(tone, `${mark} ${padlock.word}`), facts, ...warning];
}

/** Why it failed, and everything that is wrong with the chain: each with its cause and what to do. */
export function reasons(exchange: Exchange, width: number): readonly Line[] {
  const { outcome } = exchange;
  // What an untrusted chain lacks is said by its findings, one by one; that it was believed at first is not.
  const failure =
    outcome.kind === 'failed' && (outcome.failure.kind !== 'untrusted' || outcome.failure.withdrawn)
      ? explained(['✗', 'bad'], explainFailure(outcome.failure), width)
      : [];
  return [...failure, ...findingsOf(exchange).flatMap((finding) => findingLines(finding, width))];
}

function findingLines(finding: Finding, width: number): readonly Line[] {
  return explained(findingMarks[finding.severity], explainFinding(finding), width);
}

function explained(
  [mark, tone]: readonly [string, Tone],
  { title, cause, remedy }: Explanation,
  width: number,
): readonly Line[] {
  const paragraph = (text: string): Line[] => wrap(text, width - 4).map((line) => [`    ${line}`]);
  return [[], [toned(tone, `  ${mark} ${title}`)], ...paragraph(cause), ...paragraph(remedy)];
}
