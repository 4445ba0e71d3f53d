import { useState } from 'react';
import { formatCount } from '#core/format.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './OfferedAndChosen.module.css';

/** Shown at first: large organisations list hundreds of names. */
const FIRST = 4;
/** How many more at a time. */
const STEP = 100;

interface ClientAuthProps {
  readonly report: TlsReport;
  /** Name of the certificate that was sent, as far as it is known. */
  readonly sent: string | undefined;
}

/** What the server wants to see of a client certificate; nothing when it did not ask. */
export function ClientAuth({ report, sent }: ClientAuthProps) {
  const { requested, offered, authorities, signatureSchemes, certificateTypes = [] } = report.clientAuth;
  if (!requested) return null;
  return (
    <>
      <h2 className={styles['title']}>Client certificate</h2>
      <Values label="You sent" values={[offered === null ? 'none' : (sent ?? offered)]} />
      <Values label="Issued by" values={authorities.length === 0 ? ['any authority'] : authorities} />
      {certificateTypes.length === 0 ? null : <Values label="Keys" values={[certificateTypes.join(', ')]} />}
      {signatureSchemes.length === 0 ? null : <Values label="Signed with" values={signatureSchemes} />}
    </>
  );
}

function Values({ label, values }: { readonly label: string; readonly values: readonly string[] }) {
  const [limit, setLimit] = useState(FIRST);
  const left = values.length - limit;
  return (
    <div className={styles['group']}>
      <h3>{label}</h3>
      <ul>
        {values.slice(0, limit).map((value, index) => (
          <li key={index} className={styles['whole']}>
            {value}
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
  );
}
