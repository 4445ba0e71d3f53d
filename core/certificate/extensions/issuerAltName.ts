import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, tags, type DerNode } from '#core/certificate/der.ts';
import { readGeneralNames } from './generalName.ts';

/** RFC 5280 §4.2.1.7. */
export function readIssuerAltName(node: DerNode): ExtensionValue {
  return { kind: 'issuerAltName', names: readGeneralNames(expectTag(node, tags.sequence, 'issuerAltName', node)) };
}
