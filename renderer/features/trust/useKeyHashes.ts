import { useEffect, useState } from 'react';
import type { KeyHashes } from './refusedUses.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { call } from '#renderer/call.ts';
import { decodePem } from '#renderer/ui/decodeBag.ts';

/** Certificates that are decoded for one look: of more than these it is not told which have the key. */
const MOST = 500;
const none: KeyHashes = new Map();

/** SHA-256 of the keys of certificates the store knows; empty for the moment it takes. */
export function useKeyHashes(sha256s: readonly string[]): KeyHashes {
  const wanted = sha256s.slice(0, MOST).join(' ');
  const [answer, setAnswer] = useState<{ readonly wanted: string; readonly keys: KeyHashes }>();
  useEffect(() => {
    if (wanted === '') return;
    let isCurrent = true;
    void keysOf(wanted.split(' ')).then((keys) => {
      if (isCurrent) setAnswer({ wanted, keys });
    });
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return answer?.wanted === wanted ? answer.keys : none;
}

async function keysOf(sha256s: readonly string[]): Promise<KeyHashes> {
  const result = await call('trust.certificates', { sha256s: [...sha256s] });
  if (!result.ok) return none;
  const hashed = Object.entries(result.value).map(async ([sha256, pem]) => {
    const spki = decodePem(pem)?.publicKey.spki;
    if (spki === undefined) return [];
    const hash = await crypto.subtle.digest('SHA-256', new Uint8Array(spki));
    return [[sha256, toHex(new Uint8Array(hash))] as const];
  });
  return new Map((await Promise.all(hashed)).flat());
}
