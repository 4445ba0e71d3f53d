import type { Protection } from './useProtection.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './IdentityDialog.module.css';

interface IdentityKeepProps {
  readonly protection: Protection | undefined;
  readonly keep: 'protected' | 'session';
  readonly onKeep: (keep: 'protected' | 'session') => void;
}

/** Where the private key is kept: on disk under the system's secret store, or in memory. Where there is no such store, that is said. */
export function IdentityKeep({ protection, keep, onKeep }: IdentityKeepProps) {
  if (protection === undefined) return <Skeleton label="Asking the system for its secret store" lines={1} />;
  return (
    <div>
      <span className={styles['label']}>Private key</span>
      {protection.available ? (
        <>
          <Segments<'protected' | 'session'>
            label="Private key"
            options={[
              { id: 'protected', label: `Protected by ${protection.store}` },
              { id: 'session', label: 'Only until you quit' },
            ]}
            value={keep}
            onChange={onKeep}
          />
          <p className={styles['help']}>
            {keep === 'protected'
              ? `It is written to disk encrypted; ${protection.store} holds the key to it.`
              : 'It stays in memory and is forgotten when you quit. Nothing is written to disk.'}
          </p>
        </>
      ) : (
        <p className={styles['truth']}>
          <Glyph kind="warning" size={14} />
          <span>
            <b>{noStoreWords(protection)}</b> The key is kept in memory and forgotten when you quit.
          </span>
        </p>
      )}
    </div>
  );
}

function noStoreWords({ store, reason }: Protection): string {
  if (store === 'none' || reason === undefined) return 'This system has no secret store.';
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
