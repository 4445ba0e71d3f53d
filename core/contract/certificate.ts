import * as z from 'zod'; // not `{ z }`: see contract.ts
import { importSource } from './input.ts';
import { method } from './method.ts';
import type { OpenedCertificates, OpenFailure } from '#core/certificate/opened.ts';
import type { Result } from '#core/result.ts';

/** Looking at certificates that were not part of an exchange. */
export const certificateMethods = {
  /**
   * The certificates in a file or paste: PEM, DER, PKCS#7, PKCS#12, Java key stores, TLS Certificate messages. Stores nothing;
   * the password is used once. Bytes of private keys are never part of the answer.
   */
  'certificate.open': method(
    z.strictObject({ source: importSource, password: z.string().max(1000).optional() }),
  ).returns<Result<OpenedCertificates, OpenFailure>>(),
} as const;
