import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { fromBase64, parsePem, toPem } from '#core/certificate/pem.ts';

/** What was pasted to be refused. */
export type RefusedInput =
  | { readonly kind: 'empty' }
  /** `others`: certificates after it, which are not refused. */
  | { readonly kind: 'certificate'; readonly pem: string; readonly certificate: Certificate; readonly others: number }
  /** SHA-256 of a certificate or of a key: a number does not say which. */
  | { readonly kind: 'number'; readonly sha256: string }
  /** SHA-256 of a key, written as a pin. */
  | { readonly kind: 'pin'; readonly sha256: string }
  | { readonly kind: 'problem'; readonly words: string };

const SHA256_BYTES = 32;
/** How other tools begin the line: 'sha256 Fingerprint=', 'SHA-256:'. */
const prefix = /^sha-?256(?:\s*\(?[^)=:]*fingerprint\)?)?\s*[=:]\s*/i;

/** Reads a certificate in PEM, a fingerprint in hex with or without colons, or a pin 'sha256/…=' (also curl's 'sha256//…='). */
export function readRefused(text: string): RefusedInput {
  const typed = text.trim();
  if (typed === '') return { kind: 'empty' };
  if (typed.includes('-----BEGIN')) return readPem(typed);
  const pin = /^(?:pin-)?sha256\/{1,2}(.+)$/i.exec(typed)?.[1];
  if (pin !== undefined) return readPin(pin);
  const digits = typed
    .replace(prefix, '')
    .replace(/[\s:.-]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]+$/.test(digits)) {
    return problem('This is neither a certificate in PEM, nor a SHA-256 in hex, nor a pin such as sha256/9Tq4…=.');
  }
  if (digits.length === SHA256_BYTES * 2) return { kind: 'number', sha256: digits };
  if (digits.length === 40 || digits.length === 32) {
    return problem(
      `That is a ${digits.length === 40 ? 'SHA-1' : 'MD5'} fingerprint, which can be forged. SHA-256 has 64 hex digits.`,
    );
  }
  return problem(`A SHA-256 has 64 hex digits; these are ${digits.length}.`);
}

function readPem(text: string): RefusedInput {
  const ders = parsePem(text);
  if (!ders.ok) {
    return problem(
      ders.error.kind === 'no-certificate'
        ? 'This is PEM, but no certificate.'
        : 'The certificate is cut short or changed.',
    );
  }
  const [der, ...others] = ders.value;
  const decoded = der === undefined ? undefined : decodeCertificate(der);
  if (der === undefined || decoded?.ok !== true) return problem('The certificate is damaged.');
  return { kind: 'certificate', pem: toPem(der), certificate: decoded.value, others: others.length };
}

function readPin(text: string): RefusedInput {
  const bytes = fromBase64(text);
  if (bytes?.length === SHA256_BYTES) return { kind: 'pin', sha256: toHex(bytes) };
  return problem('A pin is sha256/ and 32 bytes in base64, 44 letters that end with =.');
}

function problem(words: string): RefusedInput {
  return { kind: 'problem', words };
}
