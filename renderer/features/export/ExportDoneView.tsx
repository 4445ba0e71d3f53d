import type { ExportDone } from '#core/contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatBytes, formatPlural } from '#core/format.ts';
import styles from './ExportDialog.module.css';

interface ExportDoneViewProps {
  readonly done: ExportDone & { readonly path: string };
  readonly secrets: 'redact' | 'keep';
  readonly onClose: () => void;
}

/** What was written, and where it is. */
export function ExportDoneView({ done, secrets, onClose }: ExportDoneViewProps) {
  return (
    <Dialog
      title={`${formatPlural(done.entries, 'exchange')} exported`}
      subtitle={`${formatBytes(done.bytes)}, ${secrets === 'redact' ? 'without the secrets' : 'with the secrets'}`}
      width={560}
      onClose={onClose}
      actions={
        <Button variant="primary" onPress={onClose} autoFocus>
          Done
        </Button>
      }
    >
      <div className={styles['path']}>
        <span>{done.path}</span>
        <CopyButton text={done.path} label="Copy path" size="small" />
      </div>
    </Dialog>
  );
}
