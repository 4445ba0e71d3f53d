import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortName } from '#core/certificate/name.ts';
import type { ScanCertificate } from '#core/scan/report.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import type { SentExchange } from '#main/engine/http/client.ts';

/** What an inspection says of the certificate, as a scan keeps it. */
export function certificateOf(sent: SentExchange): ScanCertificate {
  const { connection, outcome } = sent.exchange;
  const tls = connection?.tls;
  const leaf = tls?.chain.sent[0];
  const der = leaf === undefined ? undefined : sent.certificates.get(leaf);
  const failed = outcome.kind === 'failed' && outcome.failure.kind !== 'untrusted' ? outcome.failure : undefined;
  return {
    ...(tls === undefined || tls.verdict.kind === 'unchecked' ? {} : { verdict: tls.verdict }),
    ...(failed === undefined ? {} : { unjudged: failed }),
    sent: tls?.chain.sent ?? [],
    path: tls?.chain.path ?? [],
    ...leafFacts(der),
    certificates: certificateBag(sent),
  };
}

/** Names, end and key of a certificate; nothing when it cannot be read. */
export function leafFacts(
  der: Uint8Array | undefined,
): Pick<ScanCertificate, 'subject' | 'issuer' | 'notAfter' | 'key'> {
  const decoded = der && decodeCertificate(der);
  if (decoded?.ok !== true) return {};
  const { subject, issuer, notAfter, publicKey } = decoded.value;
  return {
    subject: shortName(subject),
    issuer: shortName(issuer),
    notAfter,
    key: publicKey.curve === undefined ? `${publicKey.type} ${publicKey.bits}` : `${publicKey.type} ${publicKey.curve}`,
  };
}
