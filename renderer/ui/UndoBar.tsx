import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './UndoBar.module.css';

interface UndoBarProps {
  /** What was done, as a sentence without a full stop. */
  readonly text: string;
  readonly undo?: { readonly label: string; readonly onPress: () => void } | undefined;
  readonly onDismiss: () => void;
}

/** Says what was just done and offers the way back. Never used for a verdict. */
export function UndoBar({ text, undo, onDismiss }: UndoBarProps) {
  return (
    <div className={styles['bar']} role="status">
      <span className={styles['text']}>{text}</span>
      {undo === undefined ? null : (
        <Button size="small" onPress={undo.onPress}>
          {undo.label}
        </Button>
      )}
      <IconButton icon="close" label="Dismiss" size="small" onPress={onDismiss} />
    </div>
  );
}
