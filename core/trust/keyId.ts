import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { sameBytes } from '#core/certificate/name.ts';

/** Whether the key the child says signed it is the key of this issuer (RFC 5280 §4.2.1.1); a hint, not a proof. */
export function keyIdsAgree(child: Certificate, issuer: Certificate): 'agree' | 'differ' | 'unknown' {
  const wanted = extensionOf(child, 'authorityKeyIdentifier')?.id;
  const offered = extensionOf(issuer, 'subjectKeyIdentifier')?.id;
  if (wanted === undefined || offered === undefined) return 'unknown';
  return sameBytes(wanted, offered) ? 'agree' : 'differ';
}
