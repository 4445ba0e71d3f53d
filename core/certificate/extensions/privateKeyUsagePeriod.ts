import type { ExtensionValue } from '#core/certificate/certificate.ts';
import { context, malformed, tags, type DerNode } from '#core/certificate/der.ts';
import { readTime } from '#core/certificate/time.ts';
import { nonEmptySequence } from './generalName.ts';

/** RFC 3280 §4.2.1.4: how long the key may sign, where that differs from the certificate. At least one end. */
export function readPrivateKeyUsagePeriod(node: DerNode): ExtensionValue {
  let value: Extract<ExtensionValue, { kind: 'privateKeyUsagePeriod' }> = { kind: 'privateKeyUsagePeriod' };
  for (const part of nonEmptySequence(node, 'privateKeyUsagePeriod')) {
    // The context tag stands in for that of GeneralizedTime.
    const time = { ...part, tag: tags.generalizedTime };
    if (part.tag === context(0, 'primitive')) value = { ...value, notBefore: readTime(time) };
    else if (part.tag === context(1, 'primitive')) value = { ...value, notAfter: readTime(time) };
    else return malformed('privateKeyUsagePeriod holds something unknown', part);
  }
  return value;
}
