import type { ExtensionValue } from '#core/certificate/certificate.ts';
import type { DerNode } from '#core/certificate/der.ts';
import { readAccessDescriptions } from './accessDescription.ts';

/** RFC 5280 §4.2.2.2. */
export function readSubjectInfoAccess(node: DerNode): ExtensionValue {
  return { kind: 'subjectInfoAccess', accesses: readAccessDescriptions(node, 'subjectInfoAccess') };
}
