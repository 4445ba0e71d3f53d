import * as z from 'zod';
import type { ChainCompletion } from '#core/diagnose/completion.ts';
import type { DiagnoseFailure } from '#core/diagnose/look.ts';
import type { ProbeReport } from '#core/diagnose/probe.ts';
import type { RevocationCheck } from '#core/diagnose/revocationCheck.ts';
import type { Result } from '#core/result.ts';
import { id, MAX_CERTIFICATE_CHARS } from './input.ts';
import { method } from './method.ts';

const host = z.string().min(1).max(300);
const port = z.number().int().min(1).max(65_535);
const pem = z.string().max(MAX_CERTIFICATE_CHARS);

/** Finding out why. Each asks somebody else over the network, so each is called only because a person pressed a button that says so. */
export const diagnoseMethods = {
  /** Follow the issuers' addresses upward from the server's certificate. `sent`: PEM, as the server sent them. */
  'diagnose.completeChain': method(
    z.strictObject({ jobId: id, host, port, sent: z.array(pem).min(1).max(200) }),
  ).returns<Result<ChainCompletion, DiagnoseFailure>>(),
  /** Ask the authority whether it took the certificate back. PEM. */
  'diagnose.revocation': method(
    z.strictObject({ jobId: id, certificate: pem, issuer: pem, method: z.enum(['ocsp', 'crl']) }),
  ).returns<Result<RevocationCheck, DiagnoseFailure>>(),
  /** Try handshakes that differ from a request's in one point each. Progress comes as `diagnose.progress`. */
  'diagnose.probe': method(z.strictObject({ jobId: id, host, port })).returns<Result<ProbeReport, DiagnoseFailure>>(),
  /** False when it was already over. */
  'diagnose.cancel': method(z.strictObject({ jobId: id })).returns<{ readonly cancelled: boolean }>(),
} as const;
