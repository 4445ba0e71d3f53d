import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { malformed, readBoolean, readSmallInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';

/** RFC 5280 §4.2.1.9. An explicit FALSE, which DER forbids, is read: many private CAs write it. */
export function readBasicConstraints(node: DerNode): ExtensionValue {
  const parts = [...sequence(node, 'basicConstraints', node)];
  const ca = parts[0]?.tag === tags.boolean ? readBoolean(parts.shift() ?? node) : false;
  const limit = parts.shift();
  if (parts.length > 0 || (limit !== undefined && limit.tag !== tags.integer))
    return malformed('basicConstraints holds more than cA and a path length', node);
  if (limit === undefined) return { kind: 'basicConstraints', ca };
  return { kind: 'basicConstraints', ca, pathLength: readSmallInteger(limit, 'the path length') };
}
