import type { DistributionPoint, ExtensionValue, RevocationReason } from '#core/certificate/certificate.ts';
import { children, context, malformed, readBitString, sequence, type DerNode } from '#core/certificate/der.ts';
import { readAttribute } from '#core/certificate/name.ts';
import { nonEmptySequence, readGeneralNames } from './generalName.ts';

const reasons: readonly RevocationReason[] = [
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];

/** RFC 5280 §4.2.1.13. */
export function readCrlDistributionPoints(node: DerNode): ExtensionValue {
  const points = readDistributionPoints(node, 'cRLDistributionPoints');
  const urls = points.flatMap(({ names }) => names.flatMap((name) => (name.kind === 'uri' ? [name.value] : [])));
  return { kind: 'cRLDistributionPoints', urls, points };
}

/** RFC 5280 §4.2.1.15: where the changes since the last whole list are. */
export function readFreshestCrl(node: DerNode): ExtensionValue {
  return { kind: 'freshestCRL', points: readDistributionPoints(node, 'freshestCRL') };
}

function readDistributionPoints(node: DerNode, what: string): readonly DistributionPoint[] {
  return nonEmptySequence(node, what).map((point) => {
    let found: DistributionPoint = { names: [] };
    for (const part of sequence(point, 'a distribution point', node)) {
      if (part.tag === context(0, 'constructed')) found = { ...found, ...readPointName(part) };
      else if (part.tag === context(1, 'primitive')) found = { ...found, reasons: readReasons(part) };
      else if (part.tag === context(2, 'constructed')) found = { ...found, issuer: readGeneralNames(part) };
      else return malformed('a distribution point holds something unknown', part);
    }
    return found;
  });
}

/** DistributionPointName inside its tag, also in a list’s issuingDistributionPoint. @throws Malformed */
export function readPointName(node: DerNode): Pick<DistributionPoint, 'names' | 'relativeName'> {
  const [choice, more] = children(node);
  if (more !== undefined) return malformed('a distribution point with two kinds of name', more);
  if (choice?.tag === context(0, 'constructed')) return { names: readGeneralNames(choice) };
  if (choice?.tag !== context(1, 'constructed')) return malformed('a distribution point with an unknown name', node);
  const what = 'the relative name of a distribution point';
  return { names: [], relativeName: children(choice).map((attribute) => readAttribute(attribute, what)) };
}

/** ReasonFlags. @throws Malformed */
export function readReasons(node: DerNode): readonly RevocationReason[] {
  const { bytes } = readBitString(node);
  return reasons.filter((_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0);
}
