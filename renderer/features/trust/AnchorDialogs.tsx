import type { AnchorAction } from './anchorAction.ts';
import { switchAnchors } from './changeTrust.ts';
import { LimitDialog } from './LimitDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { formatPlural } from '#core/format.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';

interface AnchorDialogsProps {
  /** Nothing is open without it. */
  readonly action: AnchorAction | undefined;
  readonly state: TrustState;
  readonly now: number;
  readonly onClose: () => void;
}

/** The question before an action on anchors. The button that widens or stops never has the focus first. */
export function AnchorDialogs({ action, state, now, onClose }: AnchorDialogsProps) {
  switch (action?.kind) {
    case 'remove':
      return <RemoveDialog anchors={action.anchors} state={state} onClose={onClose} />;
    case 'refuse':
      return <RefuseDialog anchor={action.anchor} onClose={onClose} />;
    case 'limit':
      return <LimitDialog anchor={action.anchor} now={now} onClose={onClose} />;
    case 'leave-nothing':
      return (
        <Question
          title="Nobody would be trusted any more"
          button={`Switch off ${action.what}`}
          run={action.run}
          onClose={onClose}
        >
          No authority would be left that counts: every request over TLS would be stopped until one is switched on
          again.
        </Question>
      );
    case 'switch-on':
      return (
        <Question
          title={`Trust ${formatPlural(action.anchors.length, 'authority', 'authorities')} again?`}
          button={`Switch on ${action.anchors.length}`}
          run={() => void switchAnchors(action.anchors, true)}
          onClose={onClose}
        >
          All custom authorities would count again, each for its own hosts and until its own end, also those that you
          had switched off one by one.
        </Question>
      );
    case 'switch':
    case undefined:
      return null;
  }
}

interface QuestionProps {
  readonly title: string;
  readonly button: string;
  readonly run: () => void;
  readonly onClose: () => void;
  readonly children: string;
}

function Question({ title, button, run, onClose, children }: QuestionProps) {
  return (
    <Dialog
      title={title}
      role="alertdialog"
      width={440}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="danger"
            onPress={() => {
              onClose();
              run();
            }}
          >
            {button}
          </Button>
        </>
      }
    >
      <p>{children}</p>
    </Dialog>
  );
}
