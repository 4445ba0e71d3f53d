import { useMemo, useState } from 'react';
import { AddToScopeDialog } from './AddToScopeDialog.tsx';
import { FindingCard } from './FindingCard.tsx';
import { findingActions, withHost, type FindingAction } from './findingActions.ts';
import { keptBack } from './keptBack.ts';
import { opensslCommand } from './opensslCommand.ts';
import { TrustCaDialog } from './TrustCaDialog.tsx';
import { useStoreWords } from './useStoreWords.ts';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { selectActive, send, setUrl, useExchanges } from '#renderer/state/exchange.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChainGraph } from '#renderer/ui/ChainGraph.tsx';
import { chainOf } from '#renderer/ui/chainSteps.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { decodeBag } from '#renderer/ui/decodeBag.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './WhyStopped.module.css';

interface WhyStoppedProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** Why a request was stopped: what could not be proven, what happened to the request, and what can be done about each problem. */
export function WhyStopped({ exchange, certificates }: WhyStoppedProps) {
  const failure = exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
  const report = exchange.connection?.tls;
  if (failure?.kind !== 'untrusted' || report === undefined) {
    return <EmptyState title="This request was not stopped">The server’s certificates were accepted.</EmptyState>;
  }
  return (
    <Refusal
      key={exchange.id}
      exchange={exchange}
      certificates={certificates}
      report={report}
      host={failure.host}
      port={failure.port}
    />
  );
}

interface RefusalProps extends WhyStoppedProps {
  readonly report: TlsReport;
  readonly host: string;
  readonly port: number;
}

function Refusal({ exchange, certificates, report, host, port }: RefusalProps) {
  const [asked, setAsked] = useState<FindingAction>();
  const [done, setDone] = useState<string>();
  const draftId = useExchanges((state) => selectActive(state).id);
  const trust = useTrust();
  const storeWords = useStoreWords();
  const decoded = useMemo(() => decodeBag(certificates), [certificates]);
  const findings = useMemo(() => numberedFindings(report.verdict.findings), [report]);
  const chain = chainOf({ host, report, certificates: decoded, storeWords, now: exchange.startedAt });
  const anchors = trust.status === 'ready' ? trust.trust.anchors : [];
  const actions = findingActions(
    findings.map(({ finding }) => finding),
    { sent: report.chain.sent, certificates: decoded, anchors },
  );
  const close = (): void => {
    setAsked(undefined);
  };
  const decide = (action: FindingAction): void => {
    if (action.kind !== 'change-host') {
      setAsked(action);
      return;
    }
    const url = withHost(exchange.request.url, action.to);
    if (url === undefined) return;
    setUrl(draftId, url);
    setDone(`The address is now for ${action.to}.`);
  };
  const decided = (words: string): void => {
    close();
    setDone(words);
  };

  return (
    <div className={styles['refusal']}>
      <div className={styles['main']}>
        <section className={styles['title']} aria-label="What happened">
          <Glyph kind="untrusted" size={28} name="hidden" />
          <div>
            <h2>This server could not prove that it is {host}</h2>
            <p>Wireglass closed the connection before any byte of the request was sent. {keptBack(exchange.request)}</p>
            <div className={styles['actions']}>
              <CopyButton text={opensslCommand(host, port)} label="Copy openssl command" look="words" />
            </div>
            {done === undefined ? null : (
              <div className={styles['done']} role="status">
                <span>{done}</span>
                <Button size="small" icon="send" onPress={() => void send(draftId)}>
                  Send again
                </Button>
              </div>
            )}
          </div>
        </section>
        {findings.map((numbered, index) => (
          <FindingCard key={index} numbered={numbered} action={actions[index]} onAction={decide} />
        ))}
      </div>
      <aside className={styles['side']} aria-label="Chain">
        <header>
          <h2>Chain</h2>
          <span>numbers match the problems</span>
        </header>
        <ChainGraph chain={chain} />
      </aside>
      {asked?.kind === 'trust-ca' ? (
        <TrustCaDialog
          sha256={asked.sha256}
          certificates={certificates}
          host={host}
          port={port}
          findings={findings}
          sent={report.chain.sent}
          onClose={close}
          onTrusted={decided}
        />
      ) : null}
      {asked?.kind === 'add-to-scope' ? (
        <AddToScopeDialog sha256={asked.sha256} host={host} port={port} onClose={close} onAdded={decided} />
      ) : null}
    </div>
  );
}
