import { useEffect, useState } from 'react';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { Identity } from '#core/trust/identity.ts';
import { call } from '#renderer/call.ts';
import { decodeBag } from '#renderer/ui/decodeBag.ts';

const none: ReadonlyMap<string, Certificate> = new Map();

/** The certificates of identities, by SHA-256; undefined until they are known. */
export function useIdentityChains(identities: readonly Identity[]): ReadonlyMap<string, Certificate> | undefined {
  const wanted = [...new Set(identities.flatMap(({ chain }) => chain))].join(' ');
  const [known, setKnown] = useState<{ readonly of: string; readonly found: ReadonlyMap<string, Certificate> }>();
  useEffect(() => {
    if (wanted === '') return;
    let isShown = true;
    void call('trust.certificates', { sha256s: wanted.split(' ') }).then((result) => {
      if (isShown) setKnown({ of: wanted, found: result.ok ? decodeBag(result.value) : none });
    });
    return () => {
      isShown = false;
    };
  }, [wanted]);
  if (wanted === '') return none;
  return known?.of === wanted ? known.found : undefined;
}
