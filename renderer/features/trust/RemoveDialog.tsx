import { removeAnchors } from './changeTrust.ts';
import { DryRunView } from './DryRunView.tsx';
import { twinsOf } from './twins.ts';
import { useDryRun } from './useDryRun.ts';
import { formatCount, formatPlural } from '#core/format.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './AnchorDialogs.module.css';

interface RemoveDialogProps {
  /** Custom ones. */
  readonly anchors: readonly Anchor[];
  readonly state: TrustState;
  readonly onClose: () => void;
}

/** What would stop without these authorities, before they are removed. Removing can be undone; the audit keeps it. */
export function RemoveDialog({ anchors, state, onClose }: RemoveDialogProps) {
  const effect = useDryRun({ kind: 'remove', sha256s: anchors.map(({ sha256 }) => sha256) });
  const [first] = anchors;
  const many = formatPlural(anchors.length, 'authority', 'authorities');
  const twins = twinsOf(anchors, state);
  return (
    <Dialog
      title={anchors.length === 1 && first !== undefined ? `Remove ${first.label}?` : `Remove ${many}?`}
      subtitle="What you said about it goes with it: hosts, end and note. You can bring it back."
      width={560}
      onClose={onClose}
      footnote="Nothing is sent. Open connections are closed."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="danger"
            onPress={() => {
              onClose();
              void removeAnchors(anchors);
            }}
          >
            {anchors.length === 1 ? 'Remove' : `Remove ${formatCount(anchors.length)}`}
          </Button>
        </>
      }
    >
      {twins.length === 0 ? null : (
        <p className={styles['warning']}>
          <Glyph kind="warning" size={14} />
          <span>
            {twins.length === 1 && anchors.length === 1 ? 'It is' : `${formatCount(twins.length)} of them are`} also in
            the lists of roots. Without your limits it counts there <b>for every host</b>: to be narrower, switch it off
            instead.
          </span>
        </p>
      )}
      {effect === undefined ? null : <DryRunView state={effect} />}
    </Dialog>
  );
}
