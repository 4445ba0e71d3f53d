import { openAddress } from '#renderer/state/exchange.ts';
import { startScan } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ScanPromise } from './ScanPromise.tsx';
import { urlOf, type ScanServer } from './scanTarget.ts';
import styles from './ScanPane.module.css';

interface NotScannedProps {
  readonly server: ScanServer;
  /** 'api.example:443' */
  readonly label: string;
}

/** A host of the history that was not scanned in this run of the app. */
export function NotScanned({ server, label }: NotScannedProps) {
  return (
    <>
      <header className={styles['head']}>
        <h1>{label}</h1>
        <span className={styles['said']} />
        <Button
          icon="send"
          onPress={() => {
            openAddress(urlOf(server));
          }}
        >
          New request
        </Button>
      </header>
      <EmptyState
        title="Not scanned yet"
        action={
          <Button variant="primary" icon="play" onPress={() => void startScan(server.host, server.port)}>
            Scan server
          </Button>
        }
      >
        <ScanPromise />
      </EmptyState>
    </>
  );
}
