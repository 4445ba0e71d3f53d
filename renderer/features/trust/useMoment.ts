import { useEffect, useState } from 'react';

/** The longest a timer can be set, ms; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Now, ms UTC: the moment of the last minute, of when the list was opened, or of when the last of these ends passed, whichever is
 * the latest. So what ends is seen to end at that moment.
 */
export function useMoment(minute: number, ends: readonly number[]): number {
  const [at, setAt] = useState(() => Date.now());
  const now = Math.max(minute, at);
  const next = Math.min(...ends.filter((end) => end >= now));
  useEffect(() => {
    if (!Number.isFinite(next)) return undefined;
    const timer = setTimeout(
      () => {
        setAt(Date.now());
      },
      Math.min(MAX_TIMER_MS, Math.max(0, next - Date.now()) + 1),
    );
    return () => {
      clearTimeout(timer);
    };
  }, [next, at]);
  return now;
}
