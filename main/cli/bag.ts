import { toPem } from '#core/certificate/pem.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { SentExchange } from '#main/engine/http/client.ts';

/** Certificates of an exchange as they travel in JSON. */
export function bagOf({ certificates }: SentExchange): CertificateBag {
  return Object.fromEntries([...certificates].map(([sha256, der]) => [sha256, toPem(der)]));
}
