import { useDeferredValue } from 'react';
import { ClientAuth } from './ClientAuth.tsx';
import { Findings } from './Findings.tsx';
import { Fingerprints } from './Fingerprints.tsx';
import { Ladder } from './Ladder.tsx';
import { OfferedAndChosen } from './OfferedAndChosen.tsx';
import { sentCertificates } from './sentCertificates.ts';
import { Summary } from './Summary.tsx';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import styles from './TlsTab.module.css';

interface TlsTabProps {
  readonly exchange: Exchange;
  /** For the names of the certificates that were sent; without them the ladder only counts them. */
  readonly certificates?: CertificateBag;
}

/** What TLS did: one sentence, the facts, every message in its order, and what was offered and chosen. */
export function TlsTab({ exchange, certificates = {} }: TlsTabProps) {
  const { connection } = exchange;
  const report = connection?.tls;
  // The lists are as much work as the ladder: drawn a moment after it, neither is felt.
  const hasLists = useDeferredValue(true, false);
  if (connection === undefined || report === undefined) return <NoTls exchange={exchange} />;
  const { offered, identity } = report.clientAuth;
  return (
    <div className={styles['tab']}>
      <div className={styles['tls']}>
        <Summary
          key={exchange.id}
          exchange={exchange}
          connection={connection}
          report={report}
          certificates={certificates}
        />
        <section className={styles['left']} aria-label="Handshake">
          <Ladder key={exchange.id} exchange={exchange} certificates={certificates} />
          {report.undecoded === undefined || isOtherProtocol(exchange) ? null : (
            <p className={styles['undecoded']}>Not all of the recording could be read: {report.undecoded}.</p>
          )}
        </section>
        <section className={styles['right']} aria-label="Offered and chosen">
          {hasLists ? (
            <>
              <Findings exchange={exchange} />
              <OfferedAndChosen report={report} />
              <ClientAuth
                key={exchange.id}
                report={report}
                sent={
                  offered === null ? undefined : (identity?.label ?? sentCertificates([offered], certificates)[0]?.name)
                }
              />
              <Fingerprints report={report} />
            </>
          ) : null}
        </section>
      </div>
    </div>
  );
}

/** That it could not be read is then no news: the ladder shows what came instead. */
function isOtherProtocol({ outcome }: Exchange): boolean {
  return outcome.kind === 'failed' && outcome.failure.kind === 'not-tls';
}

function NoTls({ exchange }: { readonly exchange: Exchange }) {
  if (exchange.connection === undefined) {
    return (
      <EmptyState title="No TLS was spoken">
        The connection did not come about, so there was no handshake to record.
      </EmptyState>
    );
  }
  if (exchange.request.url.startsWith('https:')) {
    return (
      <EmptyState title="No TLS was spoken">
        The connection was opened, but it ended before a handshake began.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Not encrypted">
      This request went over plain HTTP. Anyone on the way can read and change it, and nobody proved who answered. With
      https:// in the address the handshake is shown here.
    </EmptyState>
  );
}
