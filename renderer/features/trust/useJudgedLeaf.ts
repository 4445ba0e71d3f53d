import { useEffect, useState } from 'react';
import { serverProblem, type Server } from './server.ts';
import type { Finding } from '#core/trust/verdict.ts';
import { call } from '#renderer/call.ts';

/** How long typing must rest before the certificate is judged for what was typed, ms. */
const REST_MS = 250;

/**
 * What is wrong with a certificate for a server that nobody asked, by the certificate alone; undefined while that is not known.
 * Asks nobody. Without a server nothing is judged: the findings are known then.
 */
export function useJudgedLeaf(pem: string, server: Server | undefined): readonly Finding[] | undefined {
  const [judged, setJudged] = useState<{ readonly host: string; readonly findings: readonly Finding[] }>();
  const host = server === undefined || serverProblem(server) !== undefined ? undefined : server.host;
  useEffect(() => {
    if (host === undefined) return;
    let isShown = true;
    const timer = setTimeout(() => {
      void call('certificate.judge', { pems: [pem], host }).then((result) => {
        if (isShown && result.ok) setJudged({ host, findings: result.value.verdict.findings });
      });
    }, REST_MS);
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [pem, host]);
  return judged !== undefined && judged.host === host ? judged.findings : undefined;
}
