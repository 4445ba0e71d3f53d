import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { formatName, sameName, shortName } from '#core/certificate/name.ts';

/**
 * What a certificate is instead of an authority ('a server certificate for api.corp'); undefined when it is one.
 *
 * Version 3 says so in basicConstraints (RFC 5280 §4.2.1.9). Version 1 could not; its self-issued ones are roots by the custom
 * of their time, and RFC 5280 §6.1.1 (d) lets a trust anchor be of any kind.
 */
export function refusalOf(certificate: Certificate): string | undefined {
  const constraints = extensionOf(certificate, 'basicConstraints');
  if (constraints?.ca === true) return undefined;
  if (certificate.version < 3 && isSelfIssued(certificate)) return undefined;
  const kind = kindOf(certificate);
  if (isSelfIssued(certificate)) return `a self-signed ${kind}`;
  const name = nameOf(certificate);
  const article = /^[aeio]/i.test(kind) ? 'an' : 'a';
  return name === '' ? `${article} ${kind}` : `${article} ${kind} for ${name}`;
}

/** Purposes (RFC 5280 §4.2.1.12) by what people call a certificate that has them; the first that fits names it. */
const kinds: readonly (readonly [oid: string, kind: string])[] = [
  ['1.3.6.1.5.5.7.3.1', 'server certificate'],
  ['1.3.6.1.5.5.7.3.9', 'OCSP responder certificate'],
  ['1.3.6.1.5.5.7.3.8', 'time-stamping certificate'],
  ['1.3.6.1.5.5.7.3.3', 'code-signing certificate'],
  ['1.3.6.1.5.5.7.3.4', 'e-mail certificate'],
  ['1.3.6.1.5.5.7.3.2', 'client certificate'],
];

function kindOf(certificate: Certificate): string {
  const purposes = extensionOf(certificate, 'extKeyUsage')?.purposes.map(({ oid }) => oid) ?? [];
  const named = kinds.find(([oid]) => purposes.includes(oid));
  if (named !== undefined) return named[1];
  return hostsOf(certificate).length > 0 ? 'server certificate' : 'end-entity certificate';
}

function nameOf(certificate: Certificate): string {
  return hostsOf(certificate)[0] ?? (formatName(certificate.subject) === '' ? '' : shortName(certificate.subject));
}

function hostsOf(certificate: Certificate): readonly string[] {
  const names = extensionOf(certificate, 'subjectAltName')?.names ?? [];
  return names.flatMap((name) => (name.kind === 'dns' || name.kind === 'ip' ? [name.value] : []));
}

function isSelfIssued(certificate: Certificate): boolean {
  return sameName(certificate.subject, certificate.issuer);
}
