import styles from './SectionView.module.css';

/** Where a reason is written, on one line: '(RFC 9325 §4.1)'. */
export function Source({ source }: { readonly source: string | undefined }) {
  return source === undefined ? null : <span className={styles['source']}>({source})</span>;
}
