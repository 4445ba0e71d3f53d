import type { ExtensionValue, Logotype } from '#core/certificate/certificate.ts';
import { children, content, context, malformed, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { visibleAscii } from '#core/certificate/text.ts';

const owners = ['community', 'issuer', 'subject', 'other'] as const;

/** Longest address that is kept: logos are often written into it whole, as `data:` (RFC 9399 §4.1). */
const MAX_URL = 200;

/** RFC 9399 §4: pictures of the issuer or the subject, by their address. They are never fetched. */
export function readLogotype(node: DerNode): ExtensionValue {
  const logos = sequence(node, 'logotype', node).flatMap((field): readonly Logotype[] => {
    const owner = owners[field.number];
    if (owner === undefined || field.tag !== context(field.number, 'constructed'))
      return malformed('an unknown kind of logo', field);
    return addresses(field).map((url) => ({ owner, url }));
  });
  return { kind: 'logotype', logos };
}

/** The grammar nests details, hashes and addresses of several forms; the addresses are the IA5Strings with a colon. */
function addresses(node: DerNode): readonly string[] {
  return children(node).flatMap((part) => {
    if ((part.tag & 0x20) !== 0) return addresses(part);
    if (part.tag !== tags.ia5String) return [];
    const text = visibleAscii(content(part));
    if (!text.includes(':')) return [];
    return [text.length > MAX_URL ? `${text.slice(0, MAX_URL)}…` : text];
  });
}
