import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, malformed, tags, type DerNode } from '#core/certificate/der.ts';

type Marker = 'precertificatePoison' | 'ocspNoCheck' | 'noRevAvail' | 'delegatedCredentials';

/**
 * Reader of an extension that says all by being there and holds NULL: RFC 6962 §3.1 (poison), RFC 6960 §4.2.2.2.1 (no-check),
 * RFC 9608 §2 (noRevAvail), RFC 9345 §4.2 (delegated credentials).
 */
export function readMarker(kind: Marker): (node: DerNode) => ExtensionValue {
  return (node) => {
    if (expectTag(node, tags.null, kind, node).length > 0) malformed('a NULL with content', node);
    return { kind };
  };
}
