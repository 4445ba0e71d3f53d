import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { children, expectTag, sequence, tags, whole, type DerNode } from '#core/certificate/der.ts';
import { named, readOid } from '#core/certificate/oid.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 3739 §3.2.2: facts about a person; TCG EK Credential Profile 2.5 §3.2.10: facts about a TPM. */
const attributeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.9.1': 'dateOfBirth',
  '1.3.6.1.5.5.7.9.2': 'placeOfBirth',
  '1.3.6.1.5.5.7.9.3': 'gender',
  '1.3.6.1.5.5.7.9.4': 'countryOfCitizenship',
  '1.3.6.1.5.5.7.9.5': 'countryOfResidence',
  '2.23.133.2.16': 'tpmSpecification',
  '2.23.133.2.17': 'tcgPlatformSpecification',
  '2.23.133.2.18': 'tpmSecurityAssertions',
  '2.23.133.2.19': 'tbbSecurityAssertions',
};

/** RFC 5280 §4.2.1.8: which attributes there are, and their values. */
export function readSubjectDirectoryAttributes(node: DerNode): ExtensionValue {
  const attributes = nonEmptySequence(node, 'subjectDirectoryAttributes').map((attribute) => {
    const [type, values] = sequence(attribute, 'an attribute', node);
    const all = children(expectTag(values, tags.set, 'the values of an attribute', attribute));
    const oid = readOid(type, 'an attribute', attribute);
    return { ...named(oid, attributeNames), values: all.map(whole) };
  });
  return { kind: 'subjectDirectoryAttributes', attributes };
}
