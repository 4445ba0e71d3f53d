import { useCallback, useEffect, useRef, useState } from 'react';
import { mergeAudit } from './mergeAudit.ts';
import type { AuditEntry, TrustFailure, TrustState } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';

export type AuditDirection = 'all' | 'wider' | 'narrower';

export interface Audit {
  readonly direction: AuditDirection;
  /** Newest first, as far as they were read. */
  readonly entries: readonly AuditEntry[];
  /** How many there are in all of this direction. */
  readonly total: number;
}

type Reading =
  | { readonly status: 'reading' }
  | { readonly status: 'failed'; readonly error: TrustFailure }
  | { readonly status: 'ready'; readonly audit: Audit };

/** Entries that are read at once: more than a tall window shows. */
const PAGE = 100;

/**
 * The audit of one direction, as far as it was asked for. It is read anew when something changed; what was read before stays.
 *
 * @param state what it is read anew for: another object whenever something happened to the trust store
 */
export function useAudit(state: TrustState, direction: AuditDirection) {
  const [reading, setReading] = useState<Reading>({ status: 'reading' });
  const [attempt, setAttempt] = useState(0);
  const isBusy = useRef(false);
  const read = useCallback(
    async (before?: number) => {
      const filter = direction === 'all' ? {} : { direction };
      return call('trust.audit', { limit: PAGE, ...filter, ...(before === undefined ? {} : { before }) });
    },
    [direction],
  );
  useEffect(() => {
    let isCurrent = true;
    void read().then((result) => {
      if (!isCurrent) return;
      setReading((last) => {
        if (!result.ok) return { status: 'failed', error: result.error };
        const known = last.status === 'ready' && last.audit.direction === direction ? last.audit.entries : [];
        const { entries, total } = result.value;
        return { status: 'ready', audit: { direction, total, entries: mergeAudit(entries, known) } };
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [read, state, attempt, direction]);
  const audit = reading.status === 'ready' && reading.audit.direction === direction ? reading.audit : undefined;
  const last = audit?.entries.at(-1)?.id;
  const hasMore = audit !== undefined && audit.entries.length < audit.total;

  /** Reads the entries before the last one; one page at a time. */
  const readMore = useCallback(async () => {
    if (isBusy.current || !hasMore || last === undefined) return;
    isBusy.current = true;
    const result = await read(last);
    isBusy.current = false;
    if (!result.ok) return;
    setReading((now) =>
      // Changed meanwhile: what was read belongs elsewhere.
      now.status !== 'ready' || now.audit.direction !== direction || now.audit.entries.at(-1)?.id !== last
        ? now
        : { status: 'ready', audit: { ...now.audit, entries: [...now.audit.entries, ...result.value.entries] } },
    );
  }, [read, hasMore, last, direction]);
  return {
    audit,
    error: reading.status === 'failed' ? reading.error : undefined,
    hasMore,
    readMore,
    retry: () => {
      setAttempt(attempt + 1);
    },
  };
}
