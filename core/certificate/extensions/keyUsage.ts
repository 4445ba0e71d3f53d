import type { ExtensionValue, KeyUsageBit } from '#core/certificate/certificate.ts';
import { expectTag, readBitString, tags, type DerNode } from '#core/certificate/der.ts';

const bits: readonly KeyUsageBit[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** RFC 5280 §4.2.1.3. */
export function readKeyUsage(node: DerNode): ExtensionValue {
  const { bytes } = readBitString(expectTag(node, tags.bitString, 'keyUsage', node));
  return {
    kind: 'keyUsage',
    bits: bits.filter((_, index) => ((bytes[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0),
  };
}
