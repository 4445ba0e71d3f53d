import styles from './ScanPane.module.css';

/** What a scan does to a server, and what it never does. */
export function ScanPromise() {
  return (
    <p className={styles['promise']}>
      A scan makes some dozens of handshakes, one at a time, and lists the versions, cipher suites and groups the server
      accepts, with a reason for each. It sends no request and shows no client certificate. Scan servers that are yours,
      or whose owner agrees.
    </p>
  );
}
