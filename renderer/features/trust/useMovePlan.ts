import { useEffect, useRef, useState } from 'react';
import { formatPlural } from '#core/format.ts';
import type { OutputOf } from '#core/contract.ts';
import { explainMoveFailure } from '#core/trust/explainMoveFailure.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { MovePlan } from '#core/trust/move.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { newId } from '#renderer/state/uuid.ts';

interface MoveState {
  readonly plan: MovePlan | undefined;
  /** Why there is no plan, or why it could not be applied. */
  readonly problem: string | undefined;
  readonly isApplying: boolean;
  readonly apply: (keys: readonly string[]) => void;
}

/** Reads the trust file once, and applies what is chosen of it. @param onApplied called when it is stored */
export function useMovePlan(path: string, onApplied: () => void): MoveState {
  const [jobId] = useState(newId);
  const [plan, setPlan] = useState<MovePlan>();
  const [problem, setProblem] = useState<string>();
  const [isApplying, setApplying] = useState(false);
  // State is a draw too late for the second of two quick presses.
  const applying = useRef(false);
  useEffect(() => {
    let isCurrent = true;
    void call('trust.movePlan', { jobId, source: { kind: 'path', path } }).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setPlan(answer.value);
      else setProblem(failureWords(answer.error));
    });
    return () => {
      isCurrent = false;
    };
  }, [jobId, path]);

  const apply = async (keys: readonly string[]): Promise<void> => {
    if (applying.current) return;
    applying.current = true;
    setApplying(true);
    setProblem(undefined);
    const answer = await call('trust.moveApply', { jobId, keys: [...keys] });
    applying.current = false;
    setApplying(false);
    if (!answer.ok) {
      setProblem(failureWords(answer.error));
      return;
    }
    applyTrust(answer);
    notify(`${formatPlural(keys.length, 'change')} of the trust file applied`);
    onApplied();
  };
  return { plan, problem, isApplying, apply: (keys) => void apply(keys) };
}

type Failure = Extract<OutputOf<'trust.movePlan'> | OutputOf<'trust.moveApply'>, { readonly ok: false }>['error'];

function failureWords(failure: Failure): string {
  switch (failure.kind) {
    case 'not-a-trust-file':
    case 'newer-trust-file':
    case 'read-gone':
      return explainMoveFailure(failure);
    default:
      return explainTrustFailure(failure);
  }
}
