import { withColons } from '#core/certificate/fingerprint.ts';
import styles from './ExceptionDialog.module.css';

/** A SHA-256 in two lines of sixteen bytes; their room is kept while it is not known. */
export function PrintLines({ sha256 }: { readonly sha256: string | undefined }) {
  return (
    <span className={styles['print']}>
      {(sha256?.match(/.{32}/g) ?? []).map((line, index) => (
        <span key={index}>{withColons(line)}</span>
      ))}
    </span>
  );
}
