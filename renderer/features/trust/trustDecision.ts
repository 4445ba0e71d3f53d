import { compareFingerprint } from './compareFingerprint.ts';
import { shortDate, untilOf, untilProblem, type Until } from './untilDate.ts';
import type { InputOf } from '#core/contract.ts';
import { formatPlural } from '#core/format.ts';
import { patternFor } from '#core/trust/pattern.ts';

/** What is filled in to trust an authority that was refused. */
export interface TrustDecision {
  /** As it was pasted; '' when nothing was. */
  readonly published: string;
  readonly scope: readonly string[];
  readonly until: Until;
  readonly note: string;
}

/** What stands against the decision; undefined when it may be made. */
export function decisionProblem(sha256: string, decision: TrustDecision, now: number): string | undefined {
  // An empty scope is everywhere: from a refusal that is too wide a step to take by deleting a chip.
  if (decision.scope.length === 0) {
    return 'Name at least one host. To trust it everywhere, change it on the Trust page.';
  }
  // A fingerprint that was pasted must fit whole: half a comparison is none.
  const { kind } = compareFingerprint(sha256, decision.published);
  if (kind !== 'equal' && kind !== 'empty') return 'The fingerprint you pasted is not that of this certificate.';
  return untilProblem(decision.until, now);
}

/** 'for 1 host until 23 Dec': what the decision says, on its button and after it. */
export function decisionWords({ scope, until }: TrustDecision, now: number): string {
  const isWide = scope.some((pattern) => /[*/]|^\./.test(pattern));
  const hosts = formatPlural(scope.length, isWide ? 'pattern' : 'host');
  const end = untilOf(until);
  return `for ${hosts} ${end === undefined ? 'without an end' : `until ${shortDate(end, now)}`}`;
}

/** What `trust.add` takes for it. */
export function anchorOf(
  pem: string,
  { scope, until, note }: TrustDecision,
  shownBy: { readonly host: string; readonly port: number },
): InputOf<'trust.add'>['anchors'][number] {
  const end = untilOf(until);
  return {
    pem,
    scope: [...scope],
    origin: { kind: 'server', name: patternFor(shownBy.host, shownBy.port) },
    ...(end === undefined ? {} : { trustedUntil: end }),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
  };
}

/** Whether it covers what was asked and nothing else. */
export function isExactly(scope: readonly string[], host: string, port: number): boolean {
  return scope.length === 1 && scope[0] === patternFor(host, port);
}
