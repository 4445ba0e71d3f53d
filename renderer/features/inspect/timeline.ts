import { formatDay, MS_PER_DAY, validDays } from '#core/certificate/validity.ts';

/** What the time line needs of a certificate. */
export interface Lasting {
  readonly sha256: string;
  readonly name: string;
  /** ms UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** One certificate on the time line. Places are shares of its width, 0 to 1. */
export interface TimelineBar {
  readonly sha256: string;
  readonly from: number;
  readonly to: number;
  readonly isSelected: boolean;
  /** 'E8, to 12 Mar 2027'. */
  readonly label: string;
  /** Where a public authority would have had to end it; absent when that is not asked or not on the line. */
  readonly limit?: number;
}

export interface Timeline {
  readonly bars: readonly TimelineBar[];
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly now: number;
  /** Certificates of the path that have no bar. */
  readonly more: number;
}

/** So many bars fit beside the chain. */
const MOST_BARS = 3;
/** Room before and behind the selected certificate, as a share of its own length. */
const BEFORE = 0.3;
const BEHIND = 0.6;

/**
 * The validity of a path around the selected certificate: its own whole period, of the others what falls into the picture.
 *
 * @param limitDays how long the selected one might have lasted; absent when no limit applies
 */
export function layoutTimeline(
  path: readonly Lasting[],
  {
    selected,
    now,
    limitDays,
  }: { readonly selected: string; readonly now: number; readonly limitDays?: number | undefined },
): Timeline | undefined {
  const current = path.find(({ sha256 }) => sha256 === selected);
  if (current === undefined) return undefined;
  const length = Math.max(current.notAfter - current.notBefore, MS_PER_DAY);
  const limit = limitDays === undefined ? undefined : current.notBefore + limitDays * MS_PER_DAY;
  const start = Math.min(current.notBefore - length * BEFORE, now - length * 0.1);
  const end = Math.max(current.notAfter + length * BEHIND, now + length * 0.1, limit ?? 0);
  const place = (at: number): number => (at - start) / (end - start);
  const clipped = (at: number): number => Math.min(1, Math.max(0, place(at)));
  const shown = shownOf(path, current);
  return {
    bars: shown.map((one) => ({
      sha256: one.sha256,
      from: clipped(one.notBefore),
      to: clipped(one.notAfter),
      isSelected: one === current,
      label: labelOf(one === current ? '' : `${one.name}, `, one, { start, end }),
      ...(one === current && limit !== undefined && { limit: clipped(limit) }),
    })),
    ticks: ticksBetween(start, end).map(({ at, label }) => ({ at: place(at), label })),
    now: place(now),
    more: path.length - shown.length,
  };
}

/** The selected one and its neighbours, in the order of the path. */
function shownOf(path: readonly Lasting[], current: Lasting): readonly Lasting[] {
  const at = path.indexOf(current);
  const from = Math.max(0, Math.min(at, path.length - MOST_BARS));
  return path.slice(from, from + MOST_BARS);
}

/** @param name with a comma; '' for the one that is shown */
function labelOf(name: string, one: Lasting, { start, end }: { readonly start: number; readonly end: number }): string {
  if (one.notAfter < start) return `${name}ended ${formatDay(one.notAfter)}`;
  if (one.notBefore > end) return `${name}only from ${formatDay(one.notBefore)}`;
  return `${name}${one.notAfter > end ? 'on ' : ''}to ${formatDay(one.notAfter)}`;
}

/** Steps of the scale, in months. */
const steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200] as const;
const MOST_TICKS = 6;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** First days of months or years, a few of them. January says its year. */
export function ticksBetween(start: number, end: number): readonly { readonly at: number; readonly label: string }[] {
  const length = (end - start) / (30.44 * MS_PER_DAY);
  const step = steps.find((candidate) => length / candidate <= MOST_TICKS) ?? 12_000;
  const first = new Date(start);
  const month = first.getUTCFullYear() * 12 + first.getUTCMonth();
  const ticks: { at: number; label: string }[] = [];
  for (let next = Math.ceil((month + 1) / step) * step; ; next += step) {
    const at = Date.UTC(Math.floor(next / 12), next % 12, 1);
    // NaN: beyond what a date can say.
    if (!(at < end)) return ticks;
    const year = String(Math.floor(next / 12));
    const name = months[next % 12] ?? '';
    ticks.push({ at, label: step >= 12 ? year : next % 12 === 0 ? `${name} ${year}` : name });
  }
}

/** '90 days; public authorities may give 200': how long against how long it might be. */
export function lifetimeWords(lasting: Pick<Lasting, 'notBefore' | 'notAfter'>, limitDays: number | undefined): string {
  const days = validDays(lasting);
  if (limitDays === undefined) return '';
  if (days > limitDays) return `${days} days, ${days - limitDays} more than public authorities may give`;
  return `${days} of the ${limitDays} days that public authorities may give`;
}
