import * as z from 'zod';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { Result } from '#core/result.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import type { Verdict } from '#core/trust/verdict.ts';
import { MAX_CERTIFICATE_CHARS } from './input.ts';
import { method } from './method.ts';

/** Longest chain that is judged, in certificates: as many as TLS libraries take (OpenSSL's depth of 100), twice. */
export const MAX_JUDGED = 200;

/** What today's trust says of certificates that no server has sent just now. */
export interface JudgedChain {
  readonly verdict: Verdict;
  /** SHA-256, leaf → anchor; empty when no path was proven. */
  readonly path: readonly string[];
  /** Every certificate of the path, also those that were not given. */
  readonly certificates: CertificateBag;
}

export const judgeMethods = {
  /**
   * Judge a chain by what is trusted now: offline, nothing is fetched, nothing is stored. The first certificate is the one in
   * question. Without a host any of its names is right, and every anchor counts, whatever its scope.
   */
  'certificate.judge': method(
    z.strictObject({
      pems: z.array(z.string().max(MAX_CERTIFICATE_CHARS)).min(1).max(MAX_JUDGED),
      host: z.string().min(1).max(300).optional(),
    }),
  ).returns<Result<JudgedChain, TrustFailure>>(),
};
