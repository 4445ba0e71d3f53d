import { useEffect, useState } from 'react';
import { call } from '#renderer/call.ts';

/** The certificate of an anchor as PEM; undefined until it has come. The list travels without bytes. */
export function usePem(sha256: string): string | undefined {
  const [pem, setPem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    void call('trust.certificates', { sha256s: [sha256] }).then((result) => {
      if (isCurrent && result.ok) setPem(result.value[sha256]);
    });
    return () => {
      isCurrent = false;
    };
  }, [sha256]);
  return pem;
}
