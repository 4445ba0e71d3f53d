import { importProgressWords } from './importProgressWords.ts';
import type { ImportProgress } from './useImport.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import styles from './ImportDialog.module.css';

interface ImportReadingProps {
  readonly title: string;
  readonly progress: ImportProgress | undefined;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

/** While it is being read: how far it is, and the way to stop it. */
export function ImportReading({ title, progress, onStop, onClose }: ImportReadingProps) {
  return (
    <Dialog
      title={`Import from ${title}`}
      subtitle="Nothing changes until you press Trust."
      width={560}
      onClose={onClose}
      footnote={importProgressWords(progress)}
      actions={
        <Button onPress={onStop} autoFocus>
          Stop
        </Button>
      }
    >
      <ImportBar label="Reading" progress={progress} />
    </Dialog>
  );
}

export function ImportBar({
  label,
  progress,
}: {
  readonly label: string;
  readonly progress: ImportProgress | undefined;
}) {
  const total = progress?.total;
  return (
    <progress
      className={styles['progress']}
      aria-label={label}
      {...(total === undefined || total === 0 ? {} : { value: progress?.done ?? 0, max: total })}
    />
  );
}
