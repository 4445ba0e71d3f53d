import { useState } from 'react';
import type { CertificateBag, Connection, Exchange } from '#core/http/exchange.ts';
import { handshakeLead } from '#core/report/handshakeLead.ts';
import { tlsFacts } from '#core/report/tlsFacts.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { showResponseTab, useExchanges } from '#renderer/state/exchange.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { classes } from '#renderer/ui/classes.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { sentCertificates } from './sentCertificates.ts';
import styles from './TlsTab.module.css';

interface SummaryProps {
  readonly exchange: Exchange;
  readonly connection: Connection;
  readonly report: TlsReport;
  readonly certificates: CertificateBag;
}

/** One sentence, then the facts in columns. What there is no room for is behind "More facts". */
export function Summary({ exchange, connection, report, certificates }: SummaryProps) {
  const [extent, setExtent] = useState<'front' | 'all'>('front');
  const { offered, identity } = report.clientAuth;
  const facts = tlsFacts(connection, report, (sha256) =>
    sha256 === offered && identity !== undefined ? identity.label : sentCertificates([sha256], certificates)[0]?.name,
  );
  return (
    <section className={styles['summary']} aria-label="Summary">
      <header className={styles['head']}>
        <p className={styles['lead']}>{handshakeLead(exchange)}</p>
        <LinkButton
          onPress={() => {
            setExtent(extent === 'all' ? 'front' : 'all');
          }}
        >
          {extent === 'all' ? 'Fewer facts' : 'More facts'}
        </LinkButton>
      </header>
      {connection.reused ? <Reused firstUsedBy={connection.firstUsedBy} /> : null}
      <dl className={classes(styles['facts'], extent === 'all' && styles['all'])}>
        {facts.map((fact) => (
          <div key={fact.label} className={styles[fact.rank]}>
            <dt>{fact.label}</dt>
            <dd>
              {fact.value === undefined ? (
                <span className={styles['absent']}>not observable</span>
              ) : (
                <span>{fact.value}</span>
              )}
              {fact.aside === undefined ? null : <small>{fact.aside}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Reused({ firstUsedBy }: { readonly firstUsedBy: string | undefined }) {
  return (
    <p className={styles['reused']}>
      This connection was opened by an earlier request: the handshake below is the one it was opened with.{' '}
      {firstUsedBy === undefined ? null : (
        <LinkButton onPress={() => void showHandshake(firstUsedBy)}>Show that request</LinkButton>
      )}
    </p>
  );
}

/** Opens an exchange where its handshake is, not where its body is. */
async function showHandshake(id: string): Promise<void> {
  await openEntry(id);
  showResponseTab(useExchanges.getState().activeId, 'tls');
}
