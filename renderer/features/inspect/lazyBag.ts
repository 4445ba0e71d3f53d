import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate, type CertificateFailure } from '#core/certificate/decode.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { Result } from '#core/result.ts';

/** One certificate of a bag: its bytes, and what they are or why they are nothing. */
export interface Opened {
  readonly der: Uint8Array;
  readonly read: Result<Certificate, CertificateFailure>;
}

/** A bag that decodes what is asked for, once. A file of thousands of certificates costs what is looked at. */
export interface LazyBag {
  readonly open: (sha256: string) => Opened | undefined;
  /** The decoded certificate; undefined when it is not there or malformed. */
  readonly get: (sha256: string) => Certificate | undefined;
}

/** Certificates kept decoded, by SHA-256, whichever bag they are in: three of the longest chains. */
const MOST_KEPT = 400;

const kept = new Map<string, Opened>();

export function lazyBag(bag: CertificateBag): LazyBag {
  const open = (sha256: string): Opened | undefined => {
    const known = kept.get(sha256);
    if (known !== undefined) return known;
    const opened = openPem(bag[sha256]);
    return opened === undefined ? undefined : keepOpened(sha256, opened);
  };
  const get = (sha256: string): Certificate | undefined => {
    const read = open(sha256)?.read;
    return read?.ok === true ? read.value : undefined;
  };
  return { open, get };
}

/** Whether it need not be decoded again. */
export function isOpened(sha256: string): boolean {
  return kept.has(sha256);
}

function keepOpened(sha256: string, opened: Opened): Opened {
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(sha256, opened);
  return opened;
}

/** The first certificate of a PEM text; undefined when there is none. */
export function openPem(pem: string | undefined): Opened | undefined {
  const ders = parsePem(pem ?? '');
  const der = ders.ok ? ders.value[0] : undefined;
  return der === undefined ? undefined : { der, read: decodeCertificate(der) };
}
