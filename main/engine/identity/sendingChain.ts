import { X509Certificate } from 'node:crypto';
import { sameName } from '#core/certificate/name.ts';
import type { DecodedCertificate } from './readIdentity.ts';

/** Longest chain that is sent. Real ones have three or four; servers refuse long ones (OpenSSL's default depth is 100). */
const MAX_CHAIN = 10;

/**
 * The certificates to send, each followed by the one that issued it (RFC 8446 §4.4.2), from whatever lay beside the leaf in
 * whatever order. What does not belong to the chain is left out.
 */
export function sendingChain(
  leaf: DecodedCertificate,
  others: readonly DecodedCertificate[],
): readonly [DecodedCertificate, ...DecodedCertificate[]] {
  const chain: [DecodedCertificate, ...DecodedCertificate[]] = [leaf];
  let last = leaf;
  while (chain.length < MAX_CHAIN && !isSelfIssued(last)) {
    const issuer = others.find((other) => !chain.includes(other) && issued(other, last));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

/** True when nobody has to come after it. */
export function isSelfIssued({ certificate }: DecodedCertificate): boolean {
  return sameName(certificate.subject, certificate.issuer);
}

/** By name and signature: a renewed authority has the name of the old one. */
function issued(issuer: DecodedCertificate, subject: DecodedCertificate): boolean {
  if (!sameName(issuer.certificate.subject, subject.certificate.issuer)) return false;
  try {
    return new X509Certificate(subject.der).verify(new X509Certificate(issuer.der).publicKey);
  } catch {
    return true; // A key that this library does not read: the name alone has to do.
  }
}
