import { useEffect, useReducer } from 'react';

const MINUTE_MS = 60_000;

let known = { revision: -1, at: 0 };

/**
 * Now, ms UTC, counting on by the minute: what ends while the page is open must be seen to end. The same while nothing changed
 * and no minute has passed, also for a page that is left and opened again: what hangs on it is not worked out twice.
 *
 * @param revision of the trust store: a certificate that was made and added a moment ago is valid
 */
export function useMinute(revision: number): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return minuteOf(revision);
}

function minuteOf(revision: number): number {
  const at = Date.now();
  if (revision !== known.revision || at - known.at >= MINUTE_MS) known = { revision, at };
  return known.at;
}
