import { useState } from 'react';
import { formatCount } from '#core/format.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './OfferedAndChosen.module.css';

/** Names shown at first: large organisations list hundreds. */
const FIRST = 5;
/** How many more at a time. */
const STEP = 100;

interface ClientAuthProps {
  readonly report: TlsReport;
  /** Name of the certificate that was sent, as far as it is known. */
  readonly sent: string | undefined;
}

/** What the server wants to see of a client certificate; nothing when it did not ask. */
export function ClientAuth({ report, sent }: ClientAuthProps) {
  const [limit, setLimit] = useState(FIRST);
  const { clientAuth } = report;
  if (!clientAuth.requested) return null;
  const { authorities, signatureSchemes, certificateTypes: types = [] } = clientAuth;
  const left = authorities.length - limit;
  return (
    <>
      <h2 className={styles['title']}>Client certificate</h2>
      <Rows label="You sent" values={[clientAuth.offered === null ? 'none' : (sent ?? clientAuth.offered)]} />
      <div className={styles['group']}>
        <h3>Issued by</h3>
        <ul>
          {authorities.length === 0 ? <li className={styles['plain']}>any authority</li> : null}
          {authorities.slice(0, limit).map((name, index) => (
            <li key={index} className={styles['whole']}>
              {name}
            </li>
          ))}
          {left <= 0 ? null : (
            <li className={styles['plain']}>
              <LinkButton
                onPress={() => {
                  setLimit(limit + STEP);
                }}
              >
                and {formatCount(left)} more
              </LinkButton>
            </li>
          )}
        </ul>
      </div>
      {types.length === 0 ? null : <Rows label="Keys" values={[types.join(', ')]} />}
      {signatureSchemes.length === 0 ? null : <Rows label="Signed with" values={[signatureSchemes.join(', ')]} />}
    </>
  );
}

function Rows({ label, values }: { readonly label: string; readonly values: readonly string[] }) {
  return (
    <div className={styles['group']}>
      <h3>{label}</h3>
      <ul>
        {values.map((value) => (
          <li key={value} className={styles['whole']}>
            {value}
          </li>
        ))}
      </ul>
    </div>
  );
}
