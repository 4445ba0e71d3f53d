import { readAlgorithm } from '#core/certificate/algorithm.ts';
import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, malformed, readBitString, sequence, tags, type DerNode } from '#core/certificate/der.ts';

/** X.509 (10/2019) §9.8.2: a second public key, meant for algorithms that quantum computers do not break. */
export function readSubjectAltPublicKeyInfo(node: DerNode): ExtensionValue {
  const [algorithm, key, more] = sequence(node, 'the alternative key', node);
  if (more !== undefined) malformed('an alternative key of more than two values', more);
  readBitString(expectTag(key, tags.bitString, 'the alternative key', node));
  return { kind: 'subjectAltPublicKeyInfo', algorithm: readAlgorithm(algorithm, 'the alternative key', node).name };
}

/** X.509 (10/2019) §9.8.3. */
export function readAltSignatureAlgorithm(node: DerNode): ExtensionValue {
  return { kind: 'altSignatureAlgorithm', algorithm: readAlgorithm(node, 'the alternative signature', node).name };
}

/** X.509 (10/2019) §9.8.4. */
export function readAltSignatureValue(node: DerNode): ExtensionValue {
  const { bytes } = readBitString(expectTag(node, tags.bitString, 'the alternative signature', node));
  return { kind: 'altSignatureValue', signature: bytes };
}
