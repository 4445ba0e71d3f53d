import type { TrustState } from '#core/trust/anchor.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import { patternFor } from '#core/trust/pattern.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';

/** A certificate of the trust store that a refusal is about. */
export interface RefusedUse {
  readonly sha256: string;
  readonly name: string;
  /** Where it stands: 'in your anchors and the system list'. */
  readonly where: string;
}

/** SHA-256 of the key of a certificate, by that of the certificate. Anchors bring their own. */
export type KeyHashes = ReadonlyMap<string, string>;

const lists: Readonly<Record<AnchorSource, string>> = {
  custom: 'your anchors',
  system: 'the system list',
  bundled: 'the bundled list',
};

/**
 * The certificates of the store that a refusal is about, each once; last the one it was taken from, where no list has it.
 *
 * @param keys of what else may have the refused key; without them only anchors are known to
 */
export function refusedUses(refusal: Distrust, state: TrustState, keys: KeyHashes): readonly RefusedUse[] {
  const isMeant = (sha256: string, keySha256 = keys.get(sha256)): boolean =>
    (refusal.kind === 'key' ? keySha256 : sha256) === refusal.sha256;
  const found = new Map<string, { readonly name: string; readonly places: string[] }>();
  const add = (sha256: string, name: string, place: string): void => {
    const known = found.get(sha256);
    if (known === undefined) found.set(sha256, { name, places: [place] });
    else known.places.push(place);
  };
  for (const { sha256, keySha256, label, source } of state.anchors)
    if (isMeant(sha256, keySha256)) add(sha256, label, lists[source]);
  for (const { sha256, label } of state.hints) if (isMeant(sha256)) add(sha256, label, 'your kept intermediates');
  for (const { leaf, subject, host, port } of state.exceptions)
    if (isMeant(leaf)) add(leaf, subject, `your exception for ${patternFor(host, port)}`);
  for (const { chain, label } of state.identities)
    for (const sha256 of chain) if (isMeant(sha256)) add(sha256, label, `your client certificate ${label}`);
  const { certificate } = refusal;
  const uses = [...found].map(([sha256, { name, places }]) => ({ sha256, name, where: `in ${places.join(' and ')}` }));
  return certificate === undefined || found.has(certificate)
    ? uses
    : [...uses, { sha256: certificate, name: refusal.label, where: 'in none of your lists' }];
}

/** What may have a refused key and does not say so by itself. */
export function keyless({ hints, exceptions, identities }: TrustState): readonly string[] {
  const all = [
    ...hints.map(({ sha256 }) => sha256),
    ...exceptions.map(({ leaf }) => leaf),
    ...identities.flatMap(({ chain }) => chain),
  ];
  return [...new Set(all)];
}

/** 'in none of your lists', '3 certificates use it'. */
export function usesWords({ kind }: Distrust, uses: readonly RefusedUse[]): string {
  const listed = uses.filter(({ where }) => where !== 'in none of your lists').length;
  if (listed === 0) return 'in none of your lists';
  if (kind === 'certificate') return uses[0]?.where ?? '';
  return listed === 1 ? '1 certificate uses it' : `${listed} certificates use it`;
}
