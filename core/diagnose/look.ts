import type { Failure } from '#core/result.ts';

/** Nobody was asked. */
export type DiagnoseFailure = Failure<'malformed-certificate' | 'trust-unavailable' | 'already-running'>;

/** Something asked of others: on its way, answered, or not even begun. */
export type Look<T> =
  | { readonly status: 'running'; readonly jobId: string }
  | { readonly status: 'done'; readonly found: T }
  | { readonly status: 'failed'; readonly error: DiagnoseFailure };
