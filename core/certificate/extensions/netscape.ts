import type { ExtensionValue, NetscapeTypeBit } from '#core/certificate/certificate.ts';
import { expectTag, readBitString, tags, type DerNode } from '#core/certificate/der.ts';
import { expectText } from '#core/certificate/text.ts';

const bits: readonly NetscapeTypeBit[] = [
  'sslClient',
  'sslServer',
  'smime',
  'objectSigning',
  'reserved',
  'sslCA',
  'smimeCA',
  'objectSigningCA',
];

/** Netscape Certificate Extensions (1997), netscape-cert-type: what keyUsage and extKeyUsage replaced. */
export function readNetscapeCertType(node: DerNode): ExtensionValue {
  const { bytes } = readBitString(expectTag(node, tags.bitString, 'netscapeCertType', node));
  return {
    kind: 'netscapeCertType',
    bits: bits.filter((_, index) => ((bytes[0] ?? 0) & (0x80 >> index)) !== 0),
  };
}

/** The others of that document, each an IA5String: addresses, a server name, a comment. */
export function readNetscapeText(node: DerNode): ExtensionValue {
  return { kind: 'netscapeText', text: expectText(node, 'the text', node) };
}
