import { compareFingerprint } from './compareFingerprint.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';

/** What was compared with what the owners of the authorities published. */
export interface Comparison {
  /** Pasted for one certificate; it counts for that one alone. */
  readonly typed: { readonly sha256: string; readonly text: string } | undefined;
  /** SHA-256 of those that a person says they compared. */
  readonly ticked: ReadonlySet<string>;
}

export const nothingCompared: Comparison = { typed: undefined, ticked: new Set() };

/** Whoever stands between could have shown another certificate: what came over the network is compared before it is trusted. */
export function mustCompare({ origin }: ImportedCertificate): boolean {
  return origin.kind === 'server' || origin.kind === 'url';
}

export function isCompared({ sha256 }: ImportedCertificate, { typed, ticked }: Comparison): boolean {
  if (ticked.has(sha256)) return true;
  return typed?.sha256 === sha256 && compareFingerprint(sha256, typed.text).kind === 'equal';
}

/** What stands against trusting them; undefined when nothing does. */
export function comparisonProblem(anchors: readonly ImportedCertificate[], comparison: Comparison): string | undefined {
  const [only] = anchors;
  if (anchors.length === 1 && only !== undefined && comparison.typed?.sha256 === only.sha256) {
    // A fingerprint that was pasted must fit whole, whatever was ticked: half a comparison is none.
    const { kind } = compareFingerprint(only.sha256, comparison.typed.text);
    if (kind !== 'equal' && kind !== 'empty') return 'The fingerprint you pasted is not that of this certificate.';
  }
  const left = anchors.filter((anchor) => mustCompare(anchor) && !isCompared(anchor, comparison)).length;
  if (left === 0) return undefined;
  return left === 1
    ? 'Compare its fingerprint with the one its owner published first: it came over the network.'
    : `Compare their fingerprints first: ${left} that came over the network are not compared yet.`;
}

/** What is noted with an authority whose fingerprint was compared. */
export function comparisonNote(anchor: ImportedCertificate, comparison: Comparison): string | undefined {
  return isCompared(anchor, comparison) ? 'SHA-256 fingerprint compared when it was imported.' : undefined;
}
