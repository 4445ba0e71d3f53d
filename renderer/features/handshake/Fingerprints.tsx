import type { TlsReport } from '#core/tls/report.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import styles from './OfferedAndChosen.module.css';

/** How the two hellos look to whoever sorts clients and servers by them. */
export function Fingerprints({ report }: { readonly report: TlsReport }) {
  const prints = [
    ['JA4', report.ja4, 'this client'],
    ['JA3', report.ja3, 'this client, the older way'],
    ['JA3S', report.ja3s, 'the server’s answer to it'],
  ] as const;
  return (
    <>
      <h2 className={styles['title']}>Fingerprints</h2>
      <dl className={styles['prints']}>
        {prints.map(([name, value, of]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value === undefined ? (
                <span className={styles['absent']}>not observable</span>
              ) : (
                <>
                  <span className={styles['print']}>{value}</span>
                  <CopyButton text={value} label={`Copy ${name}`} size="small" />
                </>
              )}
              <small>{of}</small>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles['about']}>
        Servers and firewalls sort clients by these, and sometimes turn one away for it. JA4S and JA4X are not shown:
        their licence does not allow it.
      </p>
    </>
  );
}
