import { parseAddress } from '#core/http/address.ts';
import type { ExceptionEnd } from '#core/trust/exception.ts';
import { padlockBefore, padlockDuring, padlockOf, type Padlock, type PadlockGlyph } from '#core/http/padlock.ts';
import { formatDate } from '#renderer/ui/format.ts';
import type { GlyphKind } from '#renderer/ui/Glyph.tsx';
import { firstHop, shownIn, type Draft } from '#renderer/state/draft.ts';

/**
 * The strip of a tab: before, during and after sending.
 *
 * A verdict belongs to the server it was made on. Once the address names another one, nothing has been asked yet.
 *
 * @param now ms since the Unix epoch, UTC
 */
export function padlockFor({ run, url }: Pick<Draft, 'run' | 'url'>, now: number): Padlock {
  if (run.status === 'running') {
    return padlockDuring(run.progress?.phase ?? 'dns', Math.max(0, now - run.startedAt));
  }
  const exchange = shownIn(run)?.exchange;
  if (exchange === undefined) return padlockBefore;
  return originOf(firstHop(exchange).request.url) === originOf(url)
    ? padlockOf(exchange, now, endWords)
    : padlockBefore;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** 'until Fri 27 Nov', in the time zone of this computer: how long what was accepted is accepted. */
function endWords(end: ExceptionEnd): string {
  switch (end.kind) {
    case 'once':
      return 'once';
    case 'session':
      return 'for this run';
    case 'forever':
      return 'without an end';
    case 'date':
      return `until ${WEEKDAYS[new Date(end.at).getDay()] ?? ''} ${formatDate(end.at).replace(/ \d{4}$/, '')}`;
  }
}

function originOf(url: string): string {
  const address = parseAddress(url);
  return address.ok ? `${address.value.scheme}://${address.value.authority}` : url;
}

/** How each is drawn; what runs has a clock, which is no verdict. */
export const padlockGlyphs: Readonly<Record<Exclude<PadlockGlyph, 'running'>, GlyphKind>> = {
  'not-asked': 'plain',
  trusted: 'trusted',
  excepted: 'excepted',
  untrusted: 'untrusted',
  unchecked: 'unchecked',
  'no-connection': 'failed',
  'not-encrypted': 'plain',
};
