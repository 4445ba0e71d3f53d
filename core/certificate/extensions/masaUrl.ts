import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, expectTag, tags, type DerNode } from '#core/certificate/der.ts';
import { visibleAscii } from '#core/certificate/text.ts';

/** RFC 8995 §2.3.2: who vouches for a new device, for its maker. */
export function readMasaUrl(node: DerNode): ExtensionValue {
  return { kind: 'masaUrl', url: visibleAscii(content(expectTag(node, tags.ia5String, 'masaUrl', node))) };
}
