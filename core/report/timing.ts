import type { Timings } from '#core/http/exchange.ts';
import { columns, heading, toned, type Line } from './line.ts';
import { formatMs } from '#core/format.ts';

/** Characters of the longest bar. */
const BAR_COLUMNS = 40;

/** In the order they happen. */
const phases: readonly (readonly [key: keyof Timings, label: string])[] = [
  ['blockedMs', 'Waiting to begin'],
  ['dnsMs', 'Name lookup'],
  ['connectMs', 'Connect'],
  ['proxyMs', 'Proxy'],
  ['tlsMs', 'TLS and verdict'],
  ['sendMs', 'Send'],
  ['waitMs', 'Wait'],
  ['receiveMs', 'Receive'],
];

/** Where the time went, as a waterfall. Phases that did not happen are left out. */
export function timingLines(timings: Timings): readonly Line[] {
  let startedAt = 0;
  const rows = phases.flatMap(([key, label]) => {
    const ms = timings[key];
    if (ms === undefined) return [];
    const row = [label, formatMs(ms).padStart(8), toned('dim', bar(startedAt, ms, timings.totalMs))];
    startedAt += ms;
    return [row];
  });
  return [...heading(`Time: ${formatMs(timings.totalMs)}`), ...columns(rows)];
}

function bar(startMs: number, ms: number, totalMs: number): string {
  const scale = totalMs > 0 ? BAR_COLUMNS / totalMs : 0;
  const start = Math.min(BAR_COLUMNS - 1, Math.floor(startMs * scale));
  const length = Math.max(1, Math.min(BAR_COLUMNS - start, Math.round(ms * scale)));
  return ' '.repeat(start) + '▇'.repeat(length);
}
