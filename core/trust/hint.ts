import { canonicalName } from '#core/certificate/name.ts';
import type { AnchorOrigin } from './anchor.ts';
import { subjectNameOf, type KnownCertificate } from './anchors.ts';

/** An intermediate kept to complete chains that servers send with gaps. It is never an anchor: a path still has to reach one. */
export interface Hint {
  /** SHA-256 of the DER, lower-case hex: its identity. */
  readonly sha256: string;
  /** What the user calls it; defaults to the subject's CN. */
  readonly label: string;
  readonly note?: string;
  /** ms UTC. */
  readonly addedAt: number;
  readonly origin: AnchorOrigin;
  /** Facts for lists, decoded once: */
  readonly issuer: string;
  readonly organization: string;
  readonly key: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Most hints taken for one chain: no real chain needs more than two. */
const MAX_HINTS = 32;

const indexes = new WeakMap<readonly KnownCertificate[], ReadonlyMap<string, readonly KnownCertificate[]>>();

/**
 * The hints that can stand above these certificates: those called as an issuer among them, and so on upward. All others would
 * only be carried along; of thousands none is decoded that is not called so.
 *
 * @param hints the same array as long as it holds the same: its index is made once
 */
export function hintsFor(
  hints: readonly KnownCertificate[],
  sent: readonly KnownCertificate[],
): readonly KnownCertificate[] {
  if (hints.length === 0) return hints;
  const index = indexOf(hints);
  const found = new Map<string, KnownCertificate>();
  const waiting = [...sent];
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    for (const hint of index.get(canonicalName(child.certificate.issuer)) ?? []) {
      if (found.has(hint.sha256) || found.size >= MAX_HINTS) continue;
      found.set(hint.sha256, hint);
      waiting.push(hint);
    }
  }
  return [...found.values()];
}

function indexOf(hints: readonly KnownCertificate[]): ReadonlyMap<string, readonly KnownCertificate[]> {
  const known = indexes.get(hints);
  if (known !== undefined) return known;
  const index = new Map<string, KnownCertificate[]>();
  for (const hint of hints) {
    const name = subjectNameOf(hint);
    const same = index.get(name);
    if (same === undefined) index.set(name, [hint]);
    else same.push(hint);
  }
  indexes.set(hints, index);
  return index;
}
