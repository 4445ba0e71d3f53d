import { ChainFound } from './ChainFound.tsx';
import type { FindingAction } from './findingActions.ts';
import type { Refused } from './refused.ts';
import { fetchHost } from '#core/diagnose/fetch.ts';
import { cancelDiagnosis, completeChain, useDiagnoses } from '#renderer/state/diagnose.ts';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './WhyStopped.module.css';

interface MissingIssuerProps {
  readonly exchangeId: string;
  readonly refused: Refused;
  /** Where the issuer is found. */
  readonly url: string;
  readonly onAction: (action: FindingAction) => void;
  /** Called when the missing certificate is remembered, with a sentence about it. */
  readonly onDecided: (words: string) => void;
}

/** Fetches what is missing above the chain, when asked to, and says in place what that proves. */
export function MissingIssuer({ exchangeId, refused, url, onAction, onDecided }: MissingIssuerProps) {
  const look = useDiagnoses(({ chains }) => chains[exchangeId]);
  const host = fetchHost(url);
  const fetchIt = (): void => {
    const pems = refused.sent.flatMap((sha256) => refused.certificates[sha256] ?? []);
    void completeChain(exchangeId, { host: refused.host, port: refused.port }, pems);
  };
  if (look?.status === 'running') {
    const { jobId } = look;
    return (
      <div className={styles['todo']} role="status">
        <Button size="small" icon="stop" onPress={() => void cancelDiagnosis(jobId)}>
          Cancel
        </Button>
        <span>Asking {host} for the certificate…</span>
      </div>
    );
  }
  if (look?.status === 'done') {
    return <ChainFound completion={look.found} onAction={onAction} onDecided={onDecided} onAgain={fetchIt} />;
  }
  return (
    <div className={styles['todo']}>
      <Button size="small" icon="download" onPress={fetchIt}>
        Fetch the missing certificate
      </Button>
      <span role={look === undefined ? undefined : 'alert'}>
        {look === undefined
          ? `One request to ${host}, the address in the certificate.`
          : 'Nobody was asked: trust cannot be read.'}
      </span>
    </div>
  );
}
