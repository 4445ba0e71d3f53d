import { signatureText } from '#core/certificate/algorithm.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { formatName } from '#core/certificate/name.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';

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
    sections: describeCertificate(certificate),
    pem: toPem(certificate.der),
  };
}
