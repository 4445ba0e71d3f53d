import { useEffect, useState } from 'react';
import type { OutputOf } from '#core/contract.ts';
import { call } from '#renderer/call.ts';

export type Protection = OutputOf<'identity.protection'>;

/** Whether this system can protect keys; undefined until it has said so. */
export function useProtection(): Protection | undefined {
  const [protection, setProtection] = useState<Protection>();
  useEffect(() => {
    let isCurrent = true;
    void call('identity.protection', {}).then((answer) => {
      if (isCurrent) setProtection(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  return protection;
}
