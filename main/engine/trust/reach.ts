import { formatIp } from '#core/certificate/ip.ts';
import type { AuditEntry } from '#core/trust/anchor.ts';
import { covers, parsePattern, type HostPattern } from '#core/trust/pattern.ts';

/** How far one certificate is believed. */
export interface Reach {
  /** Host patterns; empty = every host; 'none' = not believed at all. */
  readonly hosts: readonly string[] | 'none';
  /** ms UTC; Infinity = no end. */
  readonly until: number;
}

/** What the user said about a certificate, as far as it bears on whether it is believed. */
export interface Decision {
  readonly enabled: boolean;
  readonly scope: readonly string[];
  readonly trustedUntil?: number | undefined;
}

/** Still in force at `now`? The last moment belongs to it, as with notAfter. */
export function inForce(trustedUntil: number | undefined, now: number): boolean {
  return trustedUntil === undefined || now <= trustedUntil;
}

/**
 * How far a certificate is believed.
 *
 * What the user decided about a certificate stands above the sources: switched off, limited or past its end it is so even
 * when the system or Mozilla vouches for it as well.
 *
 * @param bySource whether an enabled source (system, bundled) holds it
 */
export function reachOf(decision: Decision | undefined, bySource: boolean, now: number): Reach {
  if (decision === undefined) return { hosts: bySource ? [] : 'none', until: Infinity };
  if (!decision.enabled || !inForce(decision.trustedUntil, now)) return { hosts: 'none', until: Infinity };
  return { hosts: decision.scope, until: decision.trustedUntil ?? Infinity };
}

/** Whether more or fewer servers may be believed after a change. A change that does both counts as wider. */
export function directionOf(before: Reach, after: Reach): AuditEntry['direction'] {
  if (exceeds(after, before)) return 'wider';
  return exceeds(before, after) ? 'narrower' : 'neutral';
}

/** True when `a` believes something that `b` does not. */
function exceeds(a: Reach, b: Reach): boolean {
  if (a.hosts === 'none') return false;
  if (b.hosts === 'none') return true;
  if (a.until > b.until) return true;
  if (b.hosts.length === 0) return false;
  if (a.hosts.length === 0) return true;
  const allowed = readPatterns(b.hosts);
  return readPatterns(a.hosts).some((pattern) => !allowed.some((wider) => isWithin(pattern, wider)));
}

function readPatterns(texts: readonly string[]): readonly HostPattern[] {
  return texts.map(parsePattern).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
}

/** True when every host of `inner` is one of `outer`. */
function isWithin(inner: HostPattern, outer: HostPattern): boolean {
  if (outer.port !== undefined && outer.port !== inner.port) return false;
  const port = outer.port ?? 0;
  switch (inner.kind) {
    case 'name':
      return covers(outer, inner.name, port);
    case 'network':
      return outer.kind === 'network' && outer.prefix <= inner.prefix && covers(outer, formatIp(inner.bytes), port);
    case 'one-label':
    case 'every-depth':
      if (outer.kind === 'every-depth') return `.${inner.parent}`.endsWith(`.${outer.parent}`);
      return outer.kind === inner.kind && outer.parent === inner.parent;
  }
}
