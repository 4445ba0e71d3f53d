import { useRef, useState } from 'react';
import { comparisonNote, type Comparison } from './importComparison.ts';
import { choicesOf, doneWords, type Plan } from './importPlan.ts';
import type { ResolvedLimits } from './usePlan.ts';
import type { InputOf } from '#core/contract.ts';
import type { TrustFailure } from '#core/trust/anchor.ts';
import { explainReadFailure } from '#core/trust/explainReadFailure.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { ImportedCertificate, ReadFailure } from '#core/trust/importRead.ts';
import { call } from '#renderer/call.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';

type Storing =
  | { readonly status: 'idle' | 'storing' }
  | { readonly status: 'failed'; readonly words: string; readonly remedy: 'none' | 'read-again' };

interface AddReadOrder {
  readonly jobId: string;
  readonly plan: Plan;
  readonly limitsOf: (anchor: ImportedCertificate) => ResolvedLimits;
  readonly comparison: Comparison;
  /** Called when it is stored. */
  readonly onClose: () => void;
}

/** Stores the plan, once however often it is pressed; afterwards a notice says what was done and takes it back. */
export function useAddRead({ jobId, plan, limitsOf, comparison, onClose }: AddReadOrder): Storing & {
  readonly start: () => void;
  readonly stop: () => void;
} {
  const [state, setState] = useState<Storing>({ status: 'idle' });
  // State is a draw too late for the second of two quick presses.
  const running = useRef<string>(undefined);
  const store = async (): Promise<void> => {
    if (running.current !== undefined) return;
    running.current = jobId;
    setState({ status: 'storing' });
    const choices = choicesOf(plan, limitsOf, (anchor) => comparisonNote(anchor, comparison));
    const result = await call('trust.addRead', { jobId, choices });
    running.current = undefined;
    if (!result.ok) {
      setState(failedState(result.error));
      return;
    }
    applyTrust(result);
    notify(doneWords(plan), { label: 'Undo', run: () => takeBack(plan) });
    const [first] = plan.anchors;
    if (first !== undefined) showAnchor(first.sha256);
    onClose();
  };
  return {
    ...state,
    start: () => void store(),
    stop: () => {
      if (running.current !== undefined) void call('trust.cancelJob', { jobId: running.current });
    },
  };
}

function failedState(failure: TrustFailure | ReadFailure): Storing {
  if (failure.kind === 'cancelled') return { status: 'failed', words: 'Storing was stopped.', remedy: 'none' };
  const remedy = failure.kind === 'read-gone' ? 'read-again' : 'none';
  return {
    status: 'failed',
    words: isRead(failure) ? explainReadFailure(failure) : explainTrustFailure(failure),
    remedy,
  };
}

/** Kinds that only a reading has: all others are those of the store. */
const readKinds = {
  'read-gone': true,
  cancelled: true,
  'broken-certificate': true,
  'more-broken': true,
  'gave-up': true,
  'too-many': true,
  'nothing-there': true,
  'not-fetched': true,
} satisfies Record<ReadFailure['kind'], true>;

function isRead(failure: TrustFailure | ReadFailure): failure is ReadFailure {
  return Object.hasOwn(readKinds, failure.kind);
}

/** Removes what the import added, and nothing else. */
async function takeBack({ anchors, hints }: Plan): Promise<void> {
  const items: InputOf<'trust.remove'>['items'] = [
    ...anchors.map(({ sha256 }) => ({ kind: 'anchor' as const, id: sha256 })),
    ...hints.map(({ sha256 }) => ({ kind: 'hint' as const, id: sha256 })),
  ];
  const result = await call('trust.remove', { items });
  applyTrust(result);
  notify(result.ok ? 'The import was taken back' : explainTrustFailure(result.error));
}
