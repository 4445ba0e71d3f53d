import { PrintLines } from './PrintLines.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import styles from './ExceptionDialog.module.css';

interface RefusedWhatProps {
  readonly kind: 'certificate' | 'key';
  readonly onChange: (kind: 'certificate' | 'key') => void;
  /** Of what is chosen. */
  readonly sha256: string | undefined;
}

/** The certificate alone, or every certificate of its key: by which number, and what that means. */
export function RefusedWhat({ kind, onChange, sha256 }: RefusedWhatProps) {
  return (
    <div>
      <span className={styles['label']}>What is refused</span>
      <Segments
        label="What is refused"
        options={[
          { id: 'certificate', label: 'This certificate' },
          { id: 'key', label: 'Its key' },
        ]}
        value={kind}
        onChange={onChange}
      />
      <p className={styles['help']}>
        {kind === 'key'
          ? 'Every certificate of this key, also renewed and cross-signed ones: for a key that was stolen.'
          : 'This one alone. A renewed certificate, even of the same key, is another one.'}
      </p>
      <dl className={styles['bound']}>
        <dt>SHA-256</dt>
        <dd>
          <PrintLines sha256={sha256} />
        </dd>
      </dl>
    </div>
  );
}
