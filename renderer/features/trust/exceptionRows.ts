import { rowHolds } from './rowFilter.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { refusedOf } from '#core/trust/anchorState.ts';
import { exceptionState, type ExceptionState, type TrustException } from '#core/trust/exception.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import { patternFor } from '#core/trust/pattern.ts';

export interface ExceptionRow {
  readonly exception: TrustException;
  /** 'refused': its certificate is refused, which is the stronger word. */
  readonly state: ExceptionState | 'refused';
}

/** What must be looked at comes first, what is over last; within that the newest first, as the store has them. */
const order: readonly ExceptionRow['state'][] = ['stopped', 'refused', 'active', 'ended'];

/** @param now ms UTC */
export function exceptionRows(state: TrustState, filter: string, now: number): readonly ExceptionRow[] {
  const refused = refusedOf(state).certificates;
  const rows = state.exceptions
    .filter((exception) => holds(exception, filter))
    .map((exception): ExceptionRow => {
      const own = exceptionState(exception, now);
      return { exception, state: own !== 'ended' && refused.has(exception.leaf) ? 'refused' : own };
    });
  return order.flatMap((wanted) => rows.filter((row) => row.state === wanted));
}

function holds({ host, port, subject, note, accepted, leaf, stopped }: TrustException, filter: string): boolean {
  const texts = [patternFor(host, port), `${host}:${port}`, subject, note ?? '', ...accepted.map(kindWords)];
  return rowHolds(filter, texts, stopped === undefined ? [leaf] : [leaf, stopped.leaf]);
}

/** '2 in force, 1 stopped again, 1 ended'. */
export function countWords(rows: readonly ExceptionRow[]): string {
  return counted
    .map((state) => ({ state, count: rows.filter((row) => row.state === state).length }))
    .filter(({ state, count }) => count > 0 || (state === 'active' && rows.length > 0))
    .map(({ state, count }) => `${count === 0 ? 'none' : count} ${words[state]}`)
    .join(', ');
}

const counted: readonly ExceptionRow['state'][] = ['active', 'stopped', 'refused', 'ended'];
const words: Readonly<Record<ExceptionRow['state'], string>> = {
  active: 'in force',
  stopped: 'stopped again',
  refused: 'refused',
  ended: 'ended',
};
