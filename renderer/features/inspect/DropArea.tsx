import { useState, type DragEvent, type ReactNode } from 'react';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import styles from './DropArea.module.css';

interface DropAreaProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string) => void;
  /** What could not be opened, and why. */
  readonly problem: { readonly name: string; readonly words: string } | undefined;
  /** The problem was read and may go. */
  readonly onRead: () => void;
  readonly children: ReactNode;
}

/** Takes a file or a text that is dropped anywhere in the place, and says what could not be opened. */
export function DropArea({ onFiles, onText, problem, onRead, children }: DropAreaProps) {
  const [held, setHeld] = useState<'no' | 'yes'>('no');
  const over = (event: DragEvent): void => {
    if (!event.dataTransfer.types.some((type) => type === 'Files' || type === 'text/plain')) return;
    event.preventDefault();
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
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    const text = event.dataTransfer.getData('text/plain');
    if (files.length > 0) onFiles(files);
    else if (text !== '') onText(text);
  };
  return (
    <div className={styles['area']} onDragEnter={over} onDragOver={over} onDragLeave={leave} onDrop={drop}>
      {problem === undefined ? null : (
        <div className={styles['problem']} role="alert">
          <Glyph kind="warning" />
          <p>
            <b>{problem.name}</b> could not be opened. {problem.words}
          </p>
          <IconButton icon="close" label="Understood" size="small" onPress={onRead} />
        </div>
      )}
      {children}
      {held === 'no' ? null : (
        <div className={styles['over']}>
          <span>Drop certificates to look at them</span>
        </div>
      )}
    </div>
  );
}
