import { useEffect, useState } from 'react';
import { untilOf, type Until } from './untilDate.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';
import { call } from '#renderer/call.ts';

/** What trusting would change for the hosts of the history. */
export interface ImportEffect {
  /** Hosts that would be trusted and are not. */
  readonly trusted: number;
  readonly looked: number;
}

/** An anchor with its limits: what is asked about. */
export interface EffectAsk {
  readonly anchor: ImportedCertificate;
  readonly scope: readonly string[];
  readonly until: Until;
}

/** So many authorities are asked about; of more the sentence tells the scope. */
const MOST_ASKED = 5;
/** Typing has come to rest, ms. */
const REST_MS = 300;

/** The dry run of the plan; undefined while it is not known. Changes nothing and asks nobody. */
export function useImportEffect(asks: readonly EffectAsk[]): ImportEffect | undefined {
  const [known, setKnown] = useState<{ readonly key: string; readonly effect: ImportEffect }>();
  const key = JSON.stringify(asks.map(({ anchor, scope, until }) => [anchor.sha256, scope, untilOf(until) ?? 'none']));
  useEffect(() => {
    if (asks.length === 0 || asks.length > MOST_ASKED || asks.some(({ anchor }) => anchor.pem === undefined)) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void dryRun(asks).then((effect) => {
        if (isCurrent && effect !== undefined) setKnown({ key, effect });
      });
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
    // `asks` is made anew whenever the dialog is drawn; `key` is what it says.
  }, [key]);
  return known?.key === key ? known.effect : undefined;
}

async function dryRun(asks: readonly EffectAsk[]): Promise<ImportEffect | undefined> {
  const trusted = new Set<string>();
  let looked = 0;
  for (const { anchor, scope, until } of asks) {
    const end = untilOf(until);
    const result = await call('trust.dryRun', {
      change: {
        kind: 'add',
        pem: anchor.pem ?? '',
        scope: [...scope],
        ...(end === undefined ? {} : { trustedUntil: end }),
      },
    });
    if (!result.ok) return undefined;
    looked = result.value.looked;
    for (const { host, port, before, after } of result.value.hosts) {
      if (before !== 'trusted' && after === 'trusted') trusted.add(`${host}:${String(port)}`);
    }
  }
  return { trusted: trusted.size, looked };
}
