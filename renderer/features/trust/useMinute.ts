import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** The minute it is, ms UTC: what ends while the page is open must be seen to end, and within a minute nothing is worked out twice. */
export function useMinute(): number {
  const [now, setNow] = useState(thisMinute);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(thisMinute());
    }, MINUTE_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}

function thisMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}
