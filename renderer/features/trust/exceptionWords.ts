import type { ExceptionRow } from './exceptionRows.ts';
import { shortPrint } from './shortPrint.ts';
import { calendarDays } from './untilDate.ts';
import { untilWords } from './untilWords.ts';
import { whenWords } from './whenWords.ts';
import { formatPlural } from '#core/format.ts';
import type { TrustException } from '#core/trust/exception.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { formatDate } from '#renderer/ui/format.ts';

/** How long an exception holds, for a column: when, and how far away that is. */
export interface EndLines {
  readonly when: string;
  readonly away: string;
}

/** @param now ms UTC */
export function endLines({ end, usedAt }: TrustException, state: ExceptionRow['state'], now: number): EndLines {
  switch (end.kind) {
    case 'once':
      return {
        when: 'once',
        away: state === 'ended' ? `used ${whenWords(usedAt ?? now, now)}` : 'the next connection',
      };
    case 'session':
      return { when: 'this run', away: 'until you quit' };
    case 'forever':
      return { when: 'no end', away: 'until you remove it' };
    case 'date':
      return state === 'ended'
        ? { when: formatDate(end.at), away: agoWords(end.at, now) }
        : { when: untilWords(end.at, now), away: leftWords(end.at, now) };
  }
}

function agoWords(at: number, now: number): string {
  const days = -calendarDays(at, now);
  if (days === 0) return `ended ${whenWords(at, now)}`;
  return days === 1 ? 'ended yesterday' : `ended ${formatPlural(days, 'day')} ago`;
}

function leftWords(at: number, now: number): string {
  const days = calendarDays(at, now);
  return days === 0 ? 'ends today' : `${formatPlural(days, 'day')} left`;
}

/** 'accepted today 09:12 · platform migration'. */
export function acceptedWords({ addedAt, note }: TrustException, now: number): string {
  return [`accepted ${whenWords(addedAt, now)}`, ...(note === undefined ? [] : [note])].join(' · ');
}

export interface StopWords {
  /** When, and that nothing was lost by it. */
  readonly lead: string;
  readonly why: string;
}

/**
 * Why an exception did not help the last time; undefined when it never stopped, or helped again since.
 *
 * @param shown what is known of the certificate the server showed then
 */
export function stopWords(
  { leaf, used, usedAt, stopped }: TrustException,
  now: number,
  shown?: { readonly notAfter: number },
): StopWords | undefined {
  if (stopped === undefined || (used > 0 && (usedAt ?? -Infinity) > stopped.at)) return undefined;
  const kinds = stopped.unaccepted.map((kind) => unacceptedWords(kind, shown)).join(', ');
  const problems = `${stopped.unaccepted.length === 1 ? 'a problem' : 'problems'} you did not accept: ${kinds}`;
  const isOther = stopped.leaf !== leaf;
  const why = isOther
    ? `The server showed another certificate, ${shortPrint(stopped.leaf)}${kinds === '' ? '' : `, with ${problems}`}.`
    : `The certificate is the one you accepted, but it has ${problems}.`;
  return { lead: `Stopped again ${whenWords(stopped.at, now)}, before anything was sent.`, why };
}

function unacceptedWords(kind: FindingKind, shown: { readonly notAfter: number } | undefined): string {
  return kind === 'expired' && shown !== undefined ? `it expired on ${formatDate(shown.notAfter)}` : kindWords(kind);
}

/** What an exception covers, in sentences for its opened row. */
export function coverWords(exception: TrustException, state: ExceptionRow['state'], now: number): string {
  const { accepted, subject, notAfter, used, usedAt } = exception;
  const kinds = accepted.map(kindWords).join(', ');
  const life = notAfter < now ? `expired on ${formatDate(notAfter)}` : `valid until ${formatDate(notAfter)}`;
  const uses =
    used === 0
      ? 'It has not been used yet.'
      : `It was used ${used === 1 ? 'once' : formatPlural(used, 'time')}${usedAt === undefined ? '' : `, last ${whenWords(usedAt, now)}`}.`;
  const problems = formatPlural(accepted.length, 'problem');
  return `You accepted ${problems} of the certificate ${subject} (${life}): ${kinds}. ${uses} ${stateWords[state]}`;
}

const stateWords: Readonly<Record<ExceptionRow['state'], string>> = {
  active: 'Another certificate, or another problem, stops it again.',
  stopped: 'It still holds for that certificate alone.',
  refused: 'It does not count: you refused this certificate everywhere.',
  ended: 'It is over: requests to this host stop again, as before it was made.',
};
