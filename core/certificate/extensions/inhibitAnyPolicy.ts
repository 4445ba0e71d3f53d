import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, readSmallInteger, tags, type DerNode } from '#core/certificate/der.ts';

/** RFC 5280 §4.2.1.14. */
export function readInhibitAnyPolicy(node: DerNode): ExtensionValue {
  const skip = expectTag(node, tags.integer, 'inhibitAnyPolicy', node);
  return { kind: 'inhibitAnyPolicy', skipCertificates: readSmallInteger(skip, 'inhibitAnyPolicy') };
}
