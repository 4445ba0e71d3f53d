import { readAlgorithm } from '#core/certificate/algorithm.ts';
import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { content, expectTag, readSmallInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { visibleAscii } from '#core/certificate/text.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 3739 §3.2.5: hashes of a picture or a signature in ink, and where to find it. */
export function readBiometricInfo(node: DerNode): ExtensionValue {
  const items = nonEmptySequence(node, 'biometricInfo').map((item) => {
    const [type, algorithm, digest, place] = sequence(item, 'biometric data', node);
    return {
      type: typeText(type, item),
      hash: readAlgorithm(algorithm, 'the hash of biometric data', item).oid,
      digest: content(expectTag(digest, tags.octetString, 'the hash of biometric data', item)),
      ...(place !== undefined && { url: visibleAscii(content(expectTag(place, tags.ia5String, 'its address', item))) }),
    };
  });
  return { kind: 'biometricInfo', items };
}

function typeText(node: DerNode | undefined, parent: DerNode): string {
  if (node?.tag !== tags.integer) return readOid(node, 'the type of biometric data', parent);
  const number = readSmallInteger(node, 'the type of biometric data');
  return ['picture', 'handwritten signature'][number] ?? `type ${number}`;
}
