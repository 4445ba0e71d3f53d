import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { malformed, readSmallInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { named, readOid } from '#core/certificate/oid.ts';

/** RFC 3820 §3.8, and what Globus added. */
const languages: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.21.0': 'anyLanguage',
  '1.3.6.1.5.5.7.21.1': 'inheritAll',
  '1.3.6.1.5.5.7.21.2': 'independent',
  '1.3.6.1.4.1.3536.1.1.1.9': 'limited',
};

/** RFC 3820 §3.8: rights that a person or job handed on. */
export function readProxyCertInfo(node: DerNode): ExtensionValue {
  const parts = [...sequence(node, 'proxyCertInfo', node)];
  const limit = parts[0]?.tag === tags.integer ? parts.shift() : undefined;
  const [policy, more] = parts;
  if (more !== undefined) malformed('proxyCertInfo holds more than a limit and a policy', more);
  const [language] = sequence(policy, 'the policy of a proxy', node);
  return {
    kind: 'proxyCertInfo',
    language: named(readOid(language, 'the language of a proxy policy', node), languages),
    ...(limit !== undefined && { pathLength: readSmallInteger(limit, 'the path length of a proxy') }),
  };
}
