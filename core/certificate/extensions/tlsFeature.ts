import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { expectTag, readSmallInteger, sequence, tags, type DerNode } from '#core/certificate/der.ts';

/** RFC 7633: TLS extension numbers the server promises to answer; 5 is a stapled OCSP response. */
export function readTlsFeature(node: DerNode): ExtensionValue {
  const features = sequence(node, 'tlsFeature', node).map((feature) =>
    readSmallInteger(expectTag(feature, tags.integer, 'a TLS feature', node), 'a TLS feature'),
  );
  return { kind: 'tlsFeature', features };
}
