import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** Now, ms UTC, counting on by the minute: what ends while the page is open must be seen to end. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
