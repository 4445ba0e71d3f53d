import { signatureText } from '#core/certificate/algorithm.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { keyDetails } from '#core/certificate/keyDetails.ts';
import { keyFlaws } from '#core/certificate/keyFlaws.ts';
import { formatName } from '#core/certificate/name.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { signatureDetails } from '#core/certificate/signatureDetails.ts';

/** A certificate as JSON, in the terminal and in the window. Field names are fixed: scripts rely on them. Times are ms UTC. */
export function certificateJson(certificate: Certificate, prints: { sha256: string; spkiSha256: string }): object {
  return {
    sha256: prints.sha256,
    spkiSha256: prints.spkiSha256,
    subject: formatName(certificate.subject),
    issuer: formatName(certificate.issuer),
    serial: certificate.serial,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    key: keyText(certificate.publicKey),
    signature: signatureText(certificate.signatureAlgorithm),
    names: (extensionOf(certificate, 'subjectAltName')?.names ?? []).map(nameText),
    ca: extensionOf(certificate, 'basicConstraints')?.ca ?? false,
    sections: describeCertificate(certificate, { detail: 'full' }),
    decoded: decodedJson(certificate),
    pem: toPem(certificate.der),
  };
}

/** Everything that was decoded; bytes as lower-case hex. */
function decodedJson(certificate: Certificate): unknown {
  const { version, subject, issuer, publicKey, signatureAlgorithm, signatureMatches, extensions } = certificate;
  return plain({
    version,
    subject: subject.rdns,
    issuer: issuer.rdns,
    publicKey: { ...publicKey, ...keyDetails(publicKey), flaws: keyFlaws(publicKey) },
    signature: { algorithm: signatureAlgorithm, sameInside: signatureMatches, ...signatureDetails(certificate) },
    extensions,
  });
}

/** The same with hex in the place of bytes: JSON has none. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
