/** '0.4 ms', '12 ms', '1.50 s': three digits at most, as more would be noise. */
export function formatMs(ms: number): string {
  // What would round to '1000 ms' or '10.0 ms' takes the next form.
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  return ms >= 9.95 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** '812 B', '6.1 kB', '25 MB': decimal units (IEC 80000-13). */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value));
  return `${text} ${units[unit] ?? 'B'}`;
}
