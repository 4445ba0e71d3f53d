import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { sequence, whole, type DerNode } from '#core/certificate/der.ts';
import { named, readOid } from '#core/certificate/oid.ts';

/** Algorithms that mail programs list: RFC 8551 §2.7, RFC 3565, RFC 2630 and Microsoft's. */
const capabilityNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.3.2': 'RC2-CBC',
  '1.2.840.113549.3.4': 'RC4',
  '1.2.840.113549.3.7': '3DES-CBC',
  '1.3.14.3.2.7': 'DES-CBC',
  '2.16.840.1.101.3.4.1.2': 'AES-128-CBC',
  '2.16.840.1.101.3.4.1.5': 'AES-128 key wrap',
  '2.16.840.1.101.3.4.1.6': 'AES-128-GCM',
  '2.16.840.1.101.3.4.1.22': 'AES-192-CBC',
  '2.16.840.1.101.3.4.1.25': 'AES-192 key wrap',
  '2.16.840.1.101.3.4.1.26': 'AES-192-GCM',
  '2.16.840.1.101.3.4.1.42': 'AES-256-CBC',
  '2.16.840.1.101.3.4.1.45': 'AES-256 key wrap',
  '2.16.840.1.101.3.4.1.46': 'AES-256-GCM',
  '1.2.840.113549.1.9.16.3.6': '3DES key wrap',
  '1.2.840.113549.1.9.16.3.18': 'ChaCha20-Poly1305',
};

/** RFC 4262 and RFC 8551 §2.5.2: what the owner's mail program can decrypt, the preferred first. */
export function readSmimeCapabilities(node: DerNode): ExtensionValue {
  const capabilities = sequence(node, 'smimeCapabilities', node).map((capability) => {
    const [type, parameters] = sequence(capability, 'a capability', node);
    return {
      ...named(readOid(type, 'a capability', capability), capabilityNames),
      ...(parameters !== undefined && { parameters: whole(parameters) }),
    };
  });
  return { kind: 'smimeCapabilities', capabilities };
}
