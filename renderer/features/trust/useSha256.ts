import { useEffect, useState } from 'react';
import { toHex } from '#core/certificate/fingerprint.ts';

/** SHA-256 of bytes, lower-case hex; undefined for the moment it takes, and of nothing. */
export function useSha256(bytes: Uint8Array | undefined): string | undefined {
  const [sha256, setHash] = useState<string>();
  useEffect(() => {
    if (bytes === undefined) return;
    let isShown = true;
    void crypto.subtle.digest('SHA-256', new Uint8Array(bytes)).then((hash) => {
      if (isShown) setHash(toHex(new Uint8Array(hash)));
    });
    return () => {
      isShown = false;
    };
  }, [bytes]);
  return sha256;
}
