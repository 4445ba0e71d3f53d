import { useEffect, useState } from 'react';
import { findStop } from './findStop.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import type { TrustException } from '#core/trust/exception.ts';

export type Stop =
  | { readonly status: 'looking' }
  /** Nothing of it is in the history any more. */
  | { readonly status: 'gone' }
  | { readonly status: 'found'; readonly exchange: ExchangeWithCertificates };

/** What the server showed when an exception stopped, out of the history. Looked for once for each stop. */
export function useStop(exception: TrustException): Stop {
  const { id, stopped } = exception;
  const key = stopped === undefined ? undefined : `${id} ${stopped.at} ${stopped.leaf}`;
  const [answer, setAnswer] = useState<{ readonly key: string; readonly stop: Stop }>();
  useEffect(() => {
    if (key === undefined) return;
    let isCurrent = true;
    const say = (stop: Stop): void => {
      if (isCurrent) setAnswer({ key, stop });
    };
    findStop(exception).then(
      (exchange) => {
        say(exchange === undefined ? { status: 'gone' } : { status: 'found', exchange });
      },
      () => {
        say({ status: 'gone' });
      },
    );
    return () => {
      isCurrent = false;
    };
    // `key` stands for all of the exception that is looked at.
  }, [key]);
  return answer !== undefined && answer.key === key ? answer.stop : { status: key === undefined ? 'gone' : 'looking' };
}
