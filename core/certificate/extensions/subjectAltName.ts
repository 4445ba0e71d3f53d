import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, tags, type DerNode } from '#core/certificate/der.ts';
import { readGeneralNames } from './generalName.ts';

/** RFC 5280 §4.2.1.6. */
export function readSubjectAltName(node: DerNode): ExtensionValue {
  return { kind: 'subjectAltName', names: readGeneralNames(expectTag(node, tags.sequence, 'subjectAltName', node)) };
}
