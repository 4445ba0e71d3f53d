import { useState, type ReactNode } from 'react';
import {
  acceptedCount,
  exceptionButton,
  exceptionInput,
  type ExceptionDecision,
  type KindOfProblem,
} from './exceptionDecision.ts';
import { endWords } from './exceptionUntil.ts';
import { formatPlural } from '#core/format.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { call } from '#renderer/call.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Failed } from './Failed.tsx';

interface ExceptionFrameProps {
  readonly leafPem: string;
  readonly problems: readonly KindOfProblem[];
  readonly decision: ExceptionDecision;
  /** Why it cannot be stored yet. */
  readonly problem: string | undefined;
  readonly now: number;
  readonly onClose: () => void;
  readonly onDone: ((words: string) => void) | undefined;
  readonly children: ReactNode;
}

/** Head and foot of the dialog that makes an exception, and what its button does. */
export function ExceptionFrame({ leafPem, problems, decision, problem, now, ...props }: ExceptionFrameProps) {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<string>();
  const accept = async (): Promise<void> => {
    const input = exceptionInput(leafPem, problems, decision);
    if (input === undefined) return;
    setSaving(true);
    const result = await call('trust.except', input);
    setSaving(false);
    if (!result.ok) {
      setError(explainTrustFailure(result.error));
      return;
    }
    applyTrust(result);
    const count = acceptedCount(problems, decision.accepted);
    const place = patternFor(decision.host, decision.port);
    props.onDone?.(
      `${formatPlural(count, 'problem')} of this certificate ${count === 1 ? 'is' : 'are'} accepted for ${place} ${endWords(input.end, now)}.`,
    );
    props.onClose();
  };
  return (
    <Dialog
      title="Exception for one server"
      subtitle="Accepts known problems of one certificate. The CA behind it stays untrusted."
      width={560}
      onClose={props.onClose}
      footnote="Marked as excepted, in exports too."
      actions={
        <>
          <Button onPress={props.onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="primary"
            isDisabled={problem !== undefined || isSaving}
            why={problem ?? 'It is being stored.'}
            onPress={() => void accept()}
          >
            {exceptionButton(problems, decision, now)}
          </Button>
        </>
      }
    >
      {props.children}
      <Failed words={error} />
    </Dialog>
  );
}
