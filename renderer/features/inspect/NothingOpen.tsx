import { useState } from 'react';
import { openInspector } from '#renderer/state/inspect.ts';
import { startPlayground, usePlayground } from '#renderer/state/playground.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { DropZone } from '#renderer/ui/DropZone.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import styles from './NothingOpen.module.css';

interface NothingOpenProps {
  readonly onChoose: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onText: (text: string) => void;
}

/** The viewer before anything was opened: what it takes, and one example. */
export function NothingOpen({ onChoose, onFiles, onText }: NothingOpenProps) {
  const [text, setText] = useState('');
  const { status, ca } = usePlayground();
  return (
    <div className={styles['page']}>
      <h1>Inspect</h1>
      <p>
        Here a certificate is taken apart: its chain, every field in plain words, its ASN.1 and its bytes. Certificates
        come from an exchange (its Certificates tab), from the trust list, or from a file.
      </p>
      <DropZone label="Drop a certificate file here" onFiles={onFiles} onText={onText} className={styles['zone']}>
        <Icon name="file" />
        <span>Drop a file here (PEM, DER, PKCS#7, PKCS#12, JKS), or</span>
        <Button icon="import" onPress={onChoose} autoFocus>
          Open…
        </Button>
      </DropZone>
      <TextArea
        label="Or paste"
        isMono
        rows={5}
        placeholder="-----BEGIN CERTIFICATE-----"
        value={text}
        onChange={(next) => {
          setText(next);
          if (/-----END [^-]+-----\s*$/.test(next)) onText(next);
        }}
      />
      <div className={styles['row']}>
        <Button
          isDisabled={text.trim() === ''}
          why="Paste a certificate first: PEM, base64 or hex."
          onPress={() => {
            onText(text);
          }}
        >
          Look at it
        </Button>
        {ca === undefined ? (
          <Button
            variant="quiet"
            icon="playground"
            isDisabled={status === 'starting'}
            onPress={() => void startPlayground()}
          >
            Start the playground for an example
          </Button>
        ) : (
          <Button
            variant="quiet"
            icon="playground"
            onPress={() => {
              openInspector({
                title: 'Playground authority',
                origin: 'made on this computer when the playground started',
                certificates: { [ca.sha256]: ca.pem },
                sent: [ca.sha256],
                path: [],
                order: 'file',
              });
            }}
          >
            Show an example: the playground’s authority
          </Button>
        )}
      </div>
    </div>
  );
}
