import { useState } from 'react';
import { changeException, placeOf } from './exceptionActions.ts';
import { endOf, endProblem, endWords, momentText, nearEnd, type ExceptionUntil } from './exceptionUntil.ts';
import { ExceptionUntilField } from './ExceptionUntilField.tsx';
import { Failed } from './Failed.tsx';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { hasEnded, type ExceptionEnd, type TrustException } from '#core/trust/exception.ts';
import { kindWords } from '#core/trust/kindWords.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

interface ExceptionEditDialogProps {
  readonly exception: TrustException;
  readonly onClose: () => void;
}

/** Another end or note for an exception. What it accepts, and of which certificate, is decided where a request was stopped. */
export function ExceptionEditDialog({ exception, onClose }: ExceptionEditDialogProps) {
  // One moment for the whole dialog: the end must not move while it is being read.
  const [now] = useState(() => Date.now());
  const isOver = hasEnded(exception.end, exception.used, now);
  const [until, setUntil] = useState(() => startOf(exception.end, isOver, now));
  const [note, setNote] = useState(exception.note ?? '');
  const [error, setError] = useState<string>();
  const end = endOf(until);
  const isSameEnd = !isOver && sameEnd(exception.end, until);
  const isSame = isSameEnd && note.trim() === (exception.note ?? '');
  const problem = endProblem(until, now) ?? (isSame ? 'Nothing was changed.' : undefined);
  const store = async (): Promise<void> => {
    const result = await changeException(exception, {
      ...(isSameEnd || end === undefined ? {} : { end }),
      note: note.trim(),
    });
    if (result.ok) onClose();
    else setError(explainTrustFailure(result.error));
  };
  return (
    <Dialog
      title={isOver ? `Renew the exception for ${placeOf(exception)}` : `Exception for ${placeOf(exception)}`}
      subtitle={`${exception.subject}: ${exception.accepted.map(kindWords).join(', ')}. What is accepted stays as it is.`}
      width={560}
      onClose={onClose}
      footnote="Nothing is sent."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button variant="primary" isDisabled={problem !== undefined} why={problem} onPress={() => void store()}>
            {buttonWords(isSameEnd ? undefined : end, now)}
          </Button>
        </>
      }
    >
      <ExceptionUntilField value={until} onChange={setUntil} now={now} />
      <TextField label="Note" placeholder="Why, and who mends it" value={note} onChange={setNote} />
      <Failed words={error} />
    </Dialog>
  );
}

function startOf(end: ExceptionEnd, isOver: boolean, now: number): ExceptionUntil {
  const near = nearEnd(now);
  if (end.kind !== 'date') return { ...near, kind: isOver ? 'date' : end.kind };
  return isOver ? near : { kind: 'date', text: momentText(end.at) };
}

/** By the minute: one that was set to the second elsewhere is not moved by opening the dialog. */
function sameEnd(end: ExceptionEnd, until: ExceptionUntil): boolean {
  return end.kind === until.kind && (end.kind !== 'date' || momentText(end.at) === until.text.trim());
}

/** The button says until when it accepts. */
function buttonWords(end: ExceptionEnd | undefined, now: number): string {
  return end === undefined ? 'Change the note' : `Accept ${endWords(end, now)}`;
}
