import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { named, readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 3739 §3.2.2: facts about a person. */
const attributeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.9.1': 'dateOfBirth',
  '1.3.6.1.5.5.7.9.2': 'placeOfBirth',
  '1.3.6.1.5.5.7.9.3': 'gender',
  '1.3.6.1.5.5.7.9.4': 'countryOfCitizenship',
  '1.3.6.1.5.5.7.9.5': 'countryOfResidence',
};

/** RFC 5280 §4.2.1.8: which attributes there are. Their values are in the bytes. */
export function readSubjectDirectoryAttributes(node: DerNode): ExtensionValue {
  const attributes = nonEmptySequence(node, 'subjectDirectoryAttributes').map((attribute) => {
    const [type, values] = sequence(attribute, 'an attribute', node);
    expectTag(values, tags.set, 'the values of an attribute', attribute);
    return named(readOid(type, 'an attribute', attribute), attributeNames);
  });
  return { kind: 'subjectDirectoryAttributes', attributes };
}
