import { useState, type FormEvent } from 'react';
import { startScan } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { ScanPromise } from './ScanPromise.tsx';
import { readServer } from './scanTarget.ts';
import styles from './ScanPane.module.css';

/** Asks which server to scan. */
export function NewScan() {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const server = readServer(typed);
    if (server === undefined) setWrong('A host, with a port when it is not 443: api.example:8443');
    else void startScan(server.host, server.port);
  };
  return (
    <>
      <header className={styles['head']}>
        <h1>Scan a server</h1>
      </header>
      <EmptyState title="What does a server accept, and what does it prefer?">
        <ScanPromise />
        <form className={styles['form']} onSubmit={submit}>
          <TextField
            label="Server"
            placeholder="api.example:8443"
            value={typed}
            onChange={(text) => {
              setTyped(text);
              setWrong(undefined);
            }}
            error={wrong}
            isMono
            autoFocus
          />
          <Button variant="primary" type="submit">
            Scan
          </Button>
        </form>
      </EmptyState>
    </>
  );
}
