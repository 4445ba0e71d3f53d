import { Ladder } from './Ladder.tsx';
import { OfferedAndChosen } from './OfferedAndChosen.tsx';
import { handshakeLead } from './lead.ts';
import { summaryOf } from './summary.ts';
import { verdictOf, type CertificateBag, type Exchange } from '#core/http/exchange.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { Finding, FindingKind } from '#core/trust/verdict.ts';
import { classes } from '#renderer/ui/classes.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './TlsTab.module.css';

interface TlsTabProps {
  readonly exchange: Exchange;
  /** For the names of the certificates that were sent; without them the ladder only counts them. */
  readonly certificates?: CertificateBag;
}

/** What TLS did: one sentence, the facts, every message in its order, and what was offered and chosen. */
export function TlsTab({ exchange, certificates = {} }: TlsTabProps) {
  const report = exchange.connection?.tls;
  if (exchange.connection === undefined || report === undefined) return <NoTls exchange={exchange} />;
  return (
    <div className={styles['tab']}>
      <div className={styles['tls']}>
        <section className={styles['summary']} aria-label="Summary">
          <p className={styles['lead']}>{handshakeLead(exchange)}</p>
          {exchange.connection.reused ? (
            <p className={styles['reused']}>
              This connection was opened by an earlier request: the handshake below is the one it was opened with.
            </p>
          ) : null}
          <dl className={styles['facts']}>
            {summaryOf(exchange.connection, report).map((fact) => (
              <div key={fact.label} className={classes(fact.rank === 'second' && styles['second'])}>
                <dt>{fact.label}</dt>
                <dd>
                  {fact.value ?? <span className={styles['absent']}>not observable</span>}
                  {fact.aside === undefined ? null : <small>{fact.aside}</small>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <section className={styles['left']} aria-label="Handshake">
          <Ladder key={exchange.id} exchange={exchange} certificates={certificates} />
          {report.undecoded === undefined ? null : (
            <p className={styles['undecoded']}>Not all of the recording could be read: {report.undecoded}.</p>
          )}
        </section>
        <section className={styles['right']} aria-label="Offered and chosen">
          {(verdictOf(exchange)?.findings ?? []).filter(isAboutConnection).map((finding) => (
            <ConnectionFinding key={finding.kind} finding={finding} />
          ))}
          <OfferedAndChosen report={report} />
        </section>
      </div>
    </div>
  );
}

const connectionKinds: readonly FindingKind[] = ['legacy-version', 'weak-cipher', 'no-forward-secrecy'];

/** What is wrong with the agreed keys and ciphers; what is wrong with the chain stands with the certificates. */
function isAboutConnection(finding: Finding): boolean {
  return connectionKinds.includes(finding.kind);
}

function ConnectionFinding({ finding }: { readonly finding: Finding }) {
  const words = explainFinding(finding);
  return (
    <article className={styles['finding']}>
      <Glyph kind={finding.severity === 'error' ? 'untrusted' : finding.severity} />
      <div>
        <h3>{words.title}</h3>
        <p>
          {words.cause} {words.remedy}
        </p>
      </div>
    </article>
  );
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
