import { useState } from 'react';
import type { ImportProblem } from './readImport.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DropZone } from '#renderer/ui/DropZone.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import styles from './ImportDialog.module.css';

interface ImportChoiceProps {
  readonly state: 'idle' | 'reading';
  readonly problems: readonly ImportProblem[];
  readonly onChoose: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Where the certificates come from: files, a drop, or a paste. */
export function ImportChoice({ state, problems, onChoose, onFiles, onText, onClose }: ImportChoiceProps) {
  const [text, setText] = useState('');
  return (
    <Dialog
      title="Import authorities"
      subtitle="PEM or DER, one or many. Nothing changes until you press Trust."
      width={560}
      onClose={onClose}
      footnote="The next step shows every certificate that is in it."
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={text.trim() === '' || state === 'reading'}
            why="Choose files, drop them here, or paste a certificate."
            onPress={() => {
              onText(text);
            }}
          >
            Look at it
          </Button>
        </>
      }
    >
      <ImportProblems problems={problems} />
      {state === 'reading' ? (
        <Skeleton label="Reading the certificates" lines={3} />
      ) : (
        <>
          <DropZone label="Drop certificate files here" onFiles={onFiles} onText={onText}>
            <Icon name="file" />
            <span>Drop files here, or</span>
            <Button icon="import" onPress={onChoose} autoFocus>
              Choose files…
            </Button>
          </DropZone>
          <TextArea
            label="Or paste"
            isMono
            rows={6}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={text}
            onChange={setText}
          />
        </>
      )}
    </Dialog>
  );
}

/** What could not be taken, and what it is instead. */
export function ImportProblems({ problems }: { readonly problems: readonly ImportProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles['problems']} role="alert">
      {problems.map((problem, index) => (
        // Two files from two folders may have one name.
        <li key={index}>
          <b>{problem.name}</b> {problem.words}
        </li>
      ))}
    </ul>
  );
}
