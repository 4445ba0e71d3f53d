import { useState, type DragEvent, type ReactNode } from 'react';
import { droppedFiles } from './droppedFiles.ts';
import { classes } from '#renderer/ui/classes.ts';
import styles from './FileDrop.module.css';

interface FileDropProps {
  /** What dropping does, shown while files are held over it. */
  readonly label: string;
  /** Files and, where the system tells their paths, folders. */
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** Takes files that are dropped anywhere on what it holds. The same can be done by a button: dropping is a short cut. */
export function FileDrop({ label, onFiles, children, className }: FileDropProps) {
  const [held, setHeld] = useState<'no' | 'yes'>('no');
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    if (isElsewhere(event)) {
      // A place of its own within a dialog has answered already.
      if (event.dataTransfer.dropEffect !== 'copy') event.dataTransfer.dropEffect = 'none';
      return;
    }
    event.stopPropagation();
    event.dataTransfer.dropEffect = 'copy';
    setHeld('yes');
  };
  const leave = (event: DragEvent): void => {
    // Leaving a child for another one is no leaving.
    if (event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    setHeld('no');
  };
  const drop = (event: DragEvent): void => {
    setHeld('no');
    if (isElsewhere(event) || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    void droppedFiles(event.dataTransfer).then((files) => {
      if (files.length > 0) onFiles(files);
    });
  };
  return (
    <div
      className={classes(styles['area'], className)}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={leave}
      onDrop={drop}
    >
      {children}
      {held === 'no' ? null : (
        <div className={styles['over']}>
          <span>{label}</span>
        </div>
      )}
    </div>
  );
}

/** Events of a dialog come here too, because React knows it as a child; on the page it lies over this, and has its own place to drop. */
function isElsewhere(event: DragEvent): boolean {
  return event.target instanceof Node && !event.currentTarget.contains(event.target);
}
