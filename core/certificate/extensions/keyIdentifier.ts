import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, context, expectTag, malformed, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { readGeneralNames } from './generalName.ts';

/** RFC 5280 §4.2.1.2. */
export function readSubjectKeyIdentifier(node: DerNode): ExtensionValue {
  return { kind: 'subjectKeyIdentifier', id: content(expectTag(node, tags.octetString, 'subjectKeyIdentifier', node)) };
}

/** RFC 5280 §4.2.1.1. */
export function readAuthorityKeyIdentifier(node: DerNode): ExtensionValue {
  let value: Extract<ExtensionValue, { kind: 'authorityKeyIdentifier' }> = { kind: 'authorityKeyIdentifier' };
  for (const part of sequence(node, 'authorityKeyIdentifier', node)) {
    if (part.tag === context(0, 'primitive')) value = { ...value, id: content(part) };
    else if (part.tag === context(1, 'constructed')) value = { ...value, issuer: readGeneralNames(part) };
    else if (part.tag === context(2, 'primitive')) value = { ...value, serial: toHex(content(part)) };
    else return malformed('authorityKeyIdentifier holds something unknown', part);
  }
  return value;
}
