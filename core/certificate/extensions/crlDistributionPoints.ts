import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { children, context, sequence, type DerNode } from '#core/certificate/der.ts';
import { nonEmptySequence, readGeneralNames } from './generalName.ts';

/** RFC 5280 §4.2.1.13: the addresses among the names of all points, in their order. */
export function readCrlDistributionPoints(node: DerNode): ExtensionValue {
  const urls = nonEmptySequence(node, 'cRLDistributionPoints').flatMap((point) =>
    sequence(point, 'a distribution point', node)
      .filter((part) => part.tag === context(0, 'constructed'))
      .flatMap((choice) => children(choice))
      .filter((fullName) => fullName.tag === context(0, 'constructed'))
      .flatMap((fullName) => readGeneralNames(fullName))
      .flatMap((name) => (name.kind === 'uri' ? [name.value] : [])),
  );
  return { kind: 'cRLDistributionPoints', urls };
}
