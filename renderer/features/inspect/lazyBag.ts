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

const bags = new WeakMap<CertificateBag, LazyBag>();

export function lazyBag(bag: CertificateBag): LazyBag {
  const known = bags.get(bag);
  if (known !== undefined) return known;
  const opened = new Map<string, Opened | undefined>();
  const open = (sha256: string): Opened | undefined => {
    if (!opened.has(sha256)) opened.set(sha256, openPem(bag[sha256]));
    return opened.get(sha256);
  };
  const get = (sha256: string): Certificate | undefined => {
    const read = open(sha256)?.read;
    return read?.ok === true ? read.value : undefined;
  };
  const lazy = { open, get };
  bags.set(bag, lazy);
  return lazy;
}

/** The first certificate of a PEM text; undefined when there is none. */
export function openPem(pem: string | undefined): Opened | undefined {
  const ders = parsePem(pem ?? '');
  const der = ders.ok ? ders.value[0] : undefined;
  return der === undefined ? undefined : { der, read: decodeCertificate(der) };
}
