import type { ClipboardEvent } from 'react';
import { FileDrop } from './FileDrop.tsx';
import { droppedFiles } from './droppedFiles.ts';
import { askForPaths, askForServer, askForText, askForUrl, type ImportAsk, type Unaskable } from './importAsk.ts';
import { ImportFrom } from './ImportFrom.tsx';
import type { ImportProblem } from './useImport.ts';
import { ok, type Result } from '#core/result.ts';
import { call } from '#renderer/call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import styles from './ImportDialog.module.css';

/** What was typed so far; it outlives a try that came to nothing. */
export interface ImportTyped {
  readonly text: string;
  readonly server: string;
  readonly url: string;
}

interface ImportChoiceProps {
  readonly typed: ImportTyped;
  readonly onType: (typed: ImportTyped) => void;
  /** Why the last try came to nothing. */
  readonly problem: ImportProblem | undefined;
  readonly onAsk: (name: string, asked: Result<ImportAsk, Unaskable>) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onClose: () => void;
}

/** Where the certificates come from: files, a folder, a drop, a paste, the clipboard, a server or an address. */
export function ImportChoice({ typed, onType, problem, onAsk, onFiles, onClose }: ImportChoiceProps) {
  const { text } = typed;
  const choose = async (purpose: 'certificates' | 'folder'): Promise<void> => {
    const paths = await call('file.choose', { purpose });
    if (paths.length > 0) onAsk('What you chose', askForPaths(paths));
  };
  const paste = (event: ClipboardEvent): void => {
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      void droppedFiles(event.clipboardData).then(onFiles);
      return;
    }
    // In a field it is the field's.
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.trim() !== '') onAsk('What you pasted', askForText(pasted));
  };
  return (
    <Dialog
      title="Import authorities"
      subtitle="PEM, DER, PKCS#7, PKCS#12 or JKS. Nothing changes until you press Trust."
      width={560}
      onClose={onClose}
      footnote="The next step shows every certificate that is in it."
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={text.trim() === ''}
            why="Choose files, drop them here, or paste a certificate."
            onPress={() => {
              onAsk('What you pasted', askForText(text));
            }}
          >
            Look at it
          </Button>
        </>
      }
    >
      <FileDrop label="Drop to look at what is in it" onFiles={onFiles} className={styles['choice']}>
        <div className={styles['choice']} onPaste={paste}>
          {problem === undefined ? null : <ImportProblems problems={[problem]} />}
          <div className={styles['dropHere']}>
            <Icon name="file" />
            <span>Drop files or folders here, or</span>
            <Button icon="import" onPress={() => void choose('certificates')} autoFocus>
              Choose files…
            </Button>
            <Button onPress={() => void choose('folder')}>Choose a folder…</Button>
          </div>
          <div className={styles['paste']}>
            <TextArea
              label="Or paste"
              isMono
              rows={4}
              placeholder="-----BEGIN CERTIFICATE-----"
              value={text}
              onChange={(changed) => {
                onType({ ...typed, text: changed });
              }}
            />
            <Button
              size="small"
              icon="copy"
              onPress={() => {
                onAsk('The clipboard', ok({ kind: 'clipboard', title: 'the clipboard' }));
              }}
            >
              From the clipboard
            </Button>
          </div>
          <ImportFrom
            label="From a server"
            action="Ask this server"
            placeholder="host:port"
            typed={typed.server}
            onType={(server) => {
              onType({ ...typed, server });
            }}
            help="One handshake, no request. The next step compares what it shows."
            read={askForServer}
            onAsk={onAsk}
          />
          <ImportFrom
            label="From an address"
            action="Fetch it"
            placeholder="https://pki.corp/root.pem"
            typed={typed.url}
            onType={(url) => {
              onType({ ...typed, url });
            }}
            help="One request to that address, without cookies or credentials."
            read={askForUrl}
            onAsk={onAsk}
          />
        </div>
      </FileDrop>
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
