import type { ReactNode } from 'react';
import { DropZone as AriaDropZone, type DropItem } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './DropZone.module.css';

interface DropZoneProps {
  /** Accessible name, e.g. 'Drop certificate files here'. */
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
  /** Text that was dropped or pasted while it has the focus. */
  readonly onText?: (text: string) => void;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

/** A place for files from outside the window. Paste works too, while it has the focus. */
export function DropZone({ label, onFiles, onText, children, className }: DropZoneProps) {
  const drop = async (items: readonly DropItem[]): Promise<void> => {
    const files: File[] = [];
    for (const item of items) {
      if (item.kind === 'file') files.push(await item.getFile());
      else if (item.kind === 'text' && item.types.has('text/plain')) onText?.(await item.getText('text/plain'));
    }
    if (files.length > 0) onFiles(files);
  };
  return (
    <AriaDropZone
      aria-label={label}
      getDropOperation={() => 'copy'}
      onDrop={(event) => {
        void drop(event.items);
      }}
      className={classes(styles['drop'], className)}
    >
      {children}
    </AriaDropZone>
  );
}
