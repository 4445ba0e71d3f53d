import { Button } from './Button.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './ReportDialog.module.css';

interface ReportDialogProps {
  readonly text: string;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** A text for whoever runs the server, to be read before it is handed on. */
export function ReportDialog({ text, onSave, onClose }: ReportDialogProps) {
  return (
    <Dialog
      title="Report for the server’s owner"
      subtitle="What the server showed and what is wrong with it. Nothing of your request is in it."
      width={900}
      onClose={onClose}
      footnote="Nothing is sent: hand it on as you like."
      actions={
        <>
          <CopyButton text={text} label="Copy" look="words" />
          <Button variant="primary" icon="download" onPress={onSave}>
            Save…
          </Button>
        </>
      }
    >
      <pre className={styles['text']} tabIndex={0} aria-label="Report">
        {text}
      </pre>
    </Dialog>
  );
}
