const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** How long a ticket is good for: whole units, the largest that fits. '2 h', '7 d', '300 s'. */
export function formatLifetime(seconds: number): string {
  const fit = units.find(([, size]) => seconds >= size && seconds % size === 0);
  return fit === undefined ? `${seconds} s` : `${seconds / fit[1]} ${fit[0]}`;
}
