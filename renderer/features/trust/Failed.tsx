import styles from './ExceptionDialog.module.css';

/** Why a decision could not be stored; nothing while it could. */
export function Failed({ words }: { readonly words: string | undefined }) {
  return words === undefined ? null : (
    <p className={styles['error']} role="alert">
      {words}
    </p>
  );
}
