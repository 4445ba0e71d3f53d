import { useId } from 'react';
import styles from './ExceptionDialog.module.css';

/** What ends an exception by itself, one line each. */
export function StopsAgain({ lines }: { readonly lines: readonly string[] }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles['label']}>
        It stops again at once when
      </h3>
      <ul className={styles['again']}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
