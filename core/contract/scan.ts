import * as z from 'zod';
import type { HistoryFailure } from '#core/history/entry.ts';
import type { HostPage } from '#core/history/host.ts';
import type { Failure, Result } from '#core/result.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { id, nothing } from './input.ts';
import { method } from './method.ts';

/** Longest pause between two connections, ms. */
export const MAX_SCAN_DELAY_MS = 60_000;

/** Nothing was begun: a scan of this id runs, or (to go on) none of this id is kept. */
export type ScanStartFailure = Failure<'already-running' | 'unknown-scan'>;

export const scanMethods = {
  /**
   * Try what a server accepts, by many handshakes, one at a time; no request is sent. Resolves when it is over, whatever came
   * of it. Progress comes as `scan.progress`.
   */
  'scan.start': method(
    z.strictObject({
      id,
      host: z.string().min(1).max(300),
      port: z.number().int().min(1).max(65_535),
      delayMs: z.number().int().min(0).max(MAX_SCAN_DELAY_MS).optional(),
    }),
  ).returns<Result<ScanReport, ScanStartFailure>>(),
  /** Go on with a scan that was cancelled or failed, from where it was. Resolves as `scan.start`. */
  'scan.goOn': method(z.strictObject({ id })).returns<Result<ScanReport, ScanStartFailure>>(),
  /** Stop a running scan; what was found is kept. False when it was already over. */
  'scan.cancel': method(z.strictObject({ id })).returns<{ readonly cancelled: boolean }>(),

  /** Every host of the history with its latest verdict, newest first. */
  'host.list': method(nothing).returns<Result<HostPage, HistoryFailure>>(),
} as const;
