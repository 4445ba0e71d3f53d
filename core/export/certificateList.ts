import { toPem } from '#core/certificate/pem.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { toHex, withColons } from '#core/certificate/fingerprint.ts';
import type { Hash } from '#core/certificate/signed.ts';
import { isoTime } from './isoTime.ts';
import type { TrustedEntry } from './jks.ts';

/** An authority on its way out, with what the store says about it. */
export interface ListedCertificate extends TrustedEntry {
  /** Every row of the trust table that is this certificate; none when it is only kept (a hint, a leaf). */
  readonly anchors: readonly Anchor[];
}

/** A bundle as OpenSSL, curl and most servers read it: each certificate under its name, which their readers skip. */
export function pemBundle(certificates: readonly TrustedEntry[]): string {
  return certificates.map(({ alias, der }) => `# ${oneLine(alias)}\n${toPem(der)}`).join('\n');
}

/** JSON for scripts: fingerprints (SHA-256 and SHA-1, as other tools print them), dates in ISO 8601, and what is decided. */
export function certificateJson(certificates: readonly ListedCertificate[], hash: Hash): string {
  const list = certificates.map(({ alias, der, anchors }) => ({
    label: alias,
    sha256: withColons(toHex(hash('SHA-256', der))),
    sha1: withColons(toHex(hash('SHA-1', der))),
    subject: anchors[0]?.subject,
    key: anchors[0]?.key,
    notBefore: isoTime(anchors[0]?.notBefore),
    notAfter: isoTime(anchors[0]?.notAfter),
    trusted: anchors.map(({ source, enabled, scope, trustedUntil, note }) => ({
      ...{ source, enabled },
      // What an empty list means is better said.
      hosts: scope.length === 0 ? 'everywhere' : scope,
      until: isoTime(trustedUntil),
      note,
    })),
    pem: toPem(der),
  }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}

/** A line break in a name would end the comment, and what follows it could pass for a certificate. */
function oneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
