import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, expectTag, malformed, tags, type DerNode } from '#core/certificate/der.ts';

/** RFC 8737 §3: a SHA-256. */
export function readAcmeIdentifier(node: DerNode): ExtensionValue {
  const digest = content(expectTag(node, tags.octetString, 'acmeIdentifier', node));
  if (digest.length !== 32) malformed(`an ACME identifier of ${digest.length} bytes, not 32`, node);
  return { kind: 'acmeIdentifier', digest };
}
