import type { InspectSubject } from '#renderer/state/inspect.ts';
import { judged } from '#renderer/state/inspect.ts';
import { call } from '#renderer/call.ts';
import { pathByNames } from '#renderer/ui/chainSteps.ts';
import { lazyBag } from './lazyBag.ts';
import { nearOf } from './nearSubject.ts';

/** Certificates beside the chain that are offered to the judge, who takes 200 in all. */
const MOST_OTHERS = 100;
/** Longest chain that is judged. */
const MOST_CHAIN = 100;

/** Asks what today's trust says of certificates that no server showed just now. */
export async function judgeSubject(subject: InspectSubject): Promise<void> {
  const { sent, start = sent[0], certificates, host } = subject;
  if (start === undefined) return;
  const chain = chainOfFile(subject, start).slice(0, MOST_CHAIN);
  const others = sent.length > 10 * MOST_OTHERS ? [] : sent.filter((sha256) => !chain.includes(sha256));
  const pems = [...chain, ...others.slice(0, MOST_OTHERS)].map((sha256) => certificates[sha256] ?? '');
  const result = await call('certificate.judge', { pems, ...(host === undefined ? {} : { host }) });
  if (!result.ok) return;
  const { verdict, path, certificates: ofPath } = result.value;
  judged(subject, { verdict, path, certificates: { ...certificates, ...ofPath } });
}

/** The certificate in question and its issuers, as far as the near part of the file has them. */
export function chainOfFile({ sent, certificates }: InspectSubject, start: string): readonly string[] {
  return pathByNames([start, ...nearOf(sent, start).filter((sha256) => sha256 !== start)], lazyBag(certificates));
}
