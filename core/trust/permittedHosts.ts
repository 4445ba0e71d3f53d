import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { formatPattern, parsePattern } from './pattern.ts';

/** As many as a scope holds. */
const MAX_PATTERNS = 200;

/**
 * What the name constraints of a certificate allow below it, as host patterns: DNS names and addresses (RFC 5280 §4.2.1.10).
 *
 * Empty: it limits neither. Where only one of the two is limited, only that one is listed, so a scope made of it is narrower than
 * the certificate, never wider. What no pattern says (a mask that is no prefix) stands as it was written: a constraint that
 * cannot be read allows nothing, and must not look like none.
 */
export function permittedHosts(certificate: Certificate): readonly string[] {
  const permitted = extensionOf(certificate, 'nameConstraints')?.permitted ?? [];
  const found = new Set<string>();
  for (const base of permitted.slice(0, MAX_PATTERNS)) {
    if (base.kind === 'ip') found.add(asPattern(base.value));
    // `example.com` is itself and all below; the form of OpenSSL's users, `.example.com`, what is below alone. '' is every name.
    if (base.kind === 'dns' && base.value !== '') for (const text of subtree(base.value)) found.add(asPattern(text));
  }
  return [...found].slice(0, MAX_PATTERNS);
}

function subtree(base: string): readonly string[] {
  return base.startsWith('.') ? [base] : [base, `.${base}`];
}

function asPattern(text: string): string {
  const parsed = parsePattern(text);
  return parsed.ok ? formatPattern(parsed.value) : text.slice(0, 300);
}
