import { useEffect, useState } from 'react';
import type { InputOf } from '#core/contract.ts';
import type { DryRun } from '#core/trust/effectivePreview.ts';
import { call } from '#renderer/call.ts';

export type TrustChange = InputOf<'trust.dryRun'>['change'];

export type DryRunState =
  { readonly status: 'asking' } | { readonly status: 'ready'; readonly run: DryRun } | { readonly status: 'failed' };

/** How long typing must rest before the effect is worked out, ms: judging hundreds of chains for each letter helps nobody. */
const REST_MS = 250;

/** What a change would do to the hosts of the history. Undefined while there is no change to think of. */
export function useDryRun(change: TrustChange | undefined): DryRunState | undefined {
  const text = change === undefined ? undefined : JSON.stringify(change);
  const [answer, setAnswer] = useState<{ readonly text: string; readonly state: DryRunState }>();
  useEffect(() => {
    if (text === undefined) return;
    let isCurrent = true;
    const say = (state: DryRunState): void => {
      if (isCurrent) setAnswer({ text, state });
    };
    const timer = setTimeout(() => {
      call('trust.dryRun', { change: JSON.parse(text) as TrustChange }).then(
        (result) => {
          say(result.ok ? { status: 'ready', run: result.value } : { status: 'failed' });
        },
        // An effect that cannot be told must not keep anybody from deciding.
        () => {
          say({ status: 'failed' });
        },
      );
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text]);
  if (text === undefined) return undefined;
  return answer?.text === text ? answer.state : { status: 'asking' };
}
