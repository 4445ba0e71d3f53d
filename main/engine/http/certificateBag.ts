import { toPem } from '#core/certificate/pem.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { SentExchange } from './client.ts';

/** Certificates are the same Map for every exchange of a connection: they become PEM once, however many requests it carries. */
const bags = new WeakMap<SentExchange['certificates'], CertificateBag>();

/** The certificates of an exchange as they travel beside it: PEM by SHA-256. */
export function certificateBag({ certificates }: SentExchange): CertificateBag {
  const known = bags.get(certificates);
  if (known !== undefined) return known;
  const bag = Object.fromEntries([...certificates].map(([sha256, der]) => [sha256, toPem(der)]));
  bags.set(certificates, bag);
  return bag;
}
