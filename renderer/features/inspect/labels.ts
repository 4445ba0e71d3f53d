import type { Certificate } from '#core/certificate/certificate.ts';
import type { CertificateFailure } from '#core/certificate/decode.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { Result } from '#core/result.ts';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { openPem } from './lazyBag.ts';

/** What stands in a list of a certificate: all that is kept of most. */
export interface Label {
  readonly name: string;
  /** 'until 23 Feb 2027', or 'malformed'. */
  readonly until: string;
}

/** A list of 16 MB holds fewer; beyond it they are read again. */
const MOST_LABELS = 40_000;

const labels = new Map<string, Label>();

/** Keeps what stands in lists, when a certificate has been decoded anyway. */
export function rememberLabel(sha256: string, read: Result<Certificate, CertificateFailure>): Label {
  const label = read.ok
    ? { name: certificateName(read.value), until: `until ${formatDay(read.value.notAfter)}` }
    : { name: `${sha256.slice(0, 16)}…`, until: 'malformed' };
  if (labels.size >= MOST_LABELS) labels.clear();
  labels.set(sha256, label);
  return label;
}

/** What stands in a list of this certificate. */
export function labelOf(sha256: string, pem: string): Label {
  const known = labels.get(sha256);
  if (known !== undefined) return known;
  const read = openPem(pem)?.read;
  return read === undefined ? { name: `${sha256.slice(0, 16)}…`, until: 'malformed' } : rememberLabel(sha256, read);
}
