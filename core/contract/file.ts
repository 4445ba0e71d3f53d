import * as z from 'zod';
import type { HistoryFailure } from '#core/history/entry.ts';
import type { Result } from '#core/result.ts';
import { bytes } from './input.ts';
import { method } from './method.ts';

export const fileMethods = {
  /** Ask where, then save bytes (a certificate as DER, a PKCS#7 bundle). `path` is absent when the dialog was closed. */
  'file.saveBytes': method(z.strictObject({ bytes, suggestedName: z.string().max(200) })).returns<
    Result<{ readonly path?: string }, HistoryFailure>
  >(),
};
