/** Thin space between groups of three digits, as in '1 248' (ISO 80000-1 §7.3.1). */
const GROUP = '\u2009';

/** '1 248': a count in groups of three. */
export function formatCount(count: number): string {
  return Math.trunc(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+(?!\d))/g, GROUP);
}

/** '412 bytes', '18.4 kB', '214 MB'. Decimal units (IEC 80000-13), three figures at most. */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return '1 byte';
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 99.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)} ${units[unit]}`;
}

/** '0.4 ms', '20.3 ms', '142 ms', '1.25 s', '2 min 5 s'. */
export function formatMs(ms: number): string {
  if (ms < 99.95) return `${figure(ms)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toPrecision(3))} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The number alone, for a column whose head names the unit: '0.4', '20.3', '142'. */
export function figure(ms: number): string {
  return ms < 99.95 ? ms.toFixed(1).replace(/\.0$/, '') : String(Math.round(ms));
}

/** '1 problem', '3 problems'. Give the plural where it is not made by an s. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
