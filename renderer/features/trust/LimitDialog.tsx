import { useState } from 'react';
import { AnchorScope } from './AnchorForm.tsx';
import { limitAnchor } from './changeTrust.ts';
import { DryRunView } from './DryRunView.tsx';
import { dateIn, DEFAULT_DAYS, shortDate, untilOf, untilProblem, type Until } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import { useDryRun } from './useDryRun.ts';
import { usePem } from './usePem.ts';
import { formatPlural } from '#core/format.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';

interface LimitDialogProps {
  /** A root of the lists. */
  readonly anchor: Anchor;
  readonly now: number;
  readonly onClose: () => void;
}

/** A root of the lists for some hosts only: it becomes a custom anchor, and what is said there stands above the lists. */
export function LimitDialog({ anchor, now, onClose }: LimitDialogProps) {
  const [scope, setScope] = useState<readonly string[]>([]);
  const [until, setUntil] = useState<Until>({ kind: 'never', date: dateIn(DEFAULT_DAYS, now) });
  const [note, setNote] = useState('');
  const pem = usePem(anchor.sha256);
  const end = untilOf(until);
  const problem = scope.length === 0 ? 'Name the hosts it may still vouch for.' : untilProblem(until, now);
  const limit = { scope: [...scope], ...(end === undefined ? {} : { trustedUntil: end }) };
  const effect = useDryRun(pem === undefined || problem !== undefined ? undefined : { kind: 'add', pem, ...limit });
  const store = async (): Promise<void> => {
    if (pem === undefined) return;
    const words = note.trim();
    if (await limitAnchor(anchor, { pem, ...limit, ...(words === '' ? {} : { note: words }) })) onClose();
  };
  return (
    <Dialog
      title={`Limit ${anchor.label} to hosts`}
      subtitle="It becomes one of your own anchors. For every other host it no longer counts, although the lists have it."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent."
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={problem !== undefined || pem === undefined}
            why={problem}
            onPress={() => void store()}
          >
            Limit to {formatPlural(scope.length, 'host pattern')}
            {end === undefined ? '' : ` until ${shortDate(end, now)}`}
          </Button>
        </>
      }
    >
      <AnchorScope scope={scope} onChange={setScope} />
      <UntilField label="Trusted until" value={until} onChange={setUntil} now={now} />
      <TextField label="Note" placeholder="Why it is limited" value={note} onChange={setNote} />
      {effect === undefined ? null : <DryRunView state={effect} />}
    </Dialog>
  );
}
