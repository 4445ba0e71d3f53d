import { useMemo, useState } from 'react';
import { DecisionDialog } from './DecisionDialog.tsx';
import { FindingCard } from './FindingCard.tsx';
import { withHost, type FindingAction } from './findingActions.ts';
import { RefusalTitle } from './RefusalTitle.tsx';
import { choicesOf, type Refused } from './refused.ts';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { selectActive, setUrl, useExchanges } from '#renderer/state/exchange.ts';
import { selectStoreWords, useTrust } from '#renderer/state/trust.ts';
import { ChainGraph } from '#renderer/ui/ChainGraph.tsx';
import { chainOf } from '#renderer/ui/chainSteps.ts';
import { decodeBag } from '#renderer/ui/decodeBag.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';
import styles from './WhyStopped.module.css';

interface WhyStoppedProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** Why a request was stopped: what could not be proven, what happened to the request, and what can be done about each problem. */
export function WhyStopped({ exchange, certificates }: WhyStoppedProps) {
  const failure = exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
  const report = exchange.connection?.tls;
  const refused = useMemo((): Refused | undefined => {
    if (failure?.kind !== 'untrusted' || report === undefined) return undefined;
    const { host, port } = failure;
    const findings = numberedFindings(report.verdict.findings);
    return { host, port, certificates, decoded: decodeBag(certificates), sent: report.chain.sent, findings };
  }, [failure, report, certificates]);
  if (refused === undefined || report === undefined) {
    return <EmptyState title="This request was not stopped">The server’s certificates were accepted.</EmptyState>;
  }
  return <Refusal key={exchange.id} exchange={exchange} refused={refused} report={report} />;
}

interface RefusalProps {
  readonly exchange: Exchange;
  readonly refused: Refused;
  readonly report: TlsReport;
}

function Refusal({ exchange, refused, report }: RefusalProps) {
  const [asked, setAsked] = useState<FindingAction>();
  const [told, setTold] = useState<string>();
  const [now] = useState(() => Date.now());
  const draftId = useExchanges((state) => selectActive(state).id);
  const trust = useTrust();
  const anchors = trust.status === 'ready' ? trust.trust.anchors : [];
  const { actions, decided } = choicesOf(refused, anchors, told, now);
  const decide = (action: FindingAction): void => {
    const url = action.kind === 'change-host' ? withHost(exchange.request.url, action.to) : undefined;
    if (action.kind !== 'change-host') setAsked(action);
    else if (url !== undefined) {
      setUrl(draftId, url);
      setTold(`The address is now for ${action.to}.`);
    }
  };
  return (
    <div className={styles['refusal']}>
      <div className={styles['main']}>
        <RefusalTitle
          request={exchange.request}
          host={refused.host}
          port={refused.port}
          draftId={draftId}
          decided={decided}
        />
        {refused.findings.map((numbered, index) => (
          <FindingCard key={index} numbered={numbered} action={actions[index]} onAction={decide} />
        ))}
      </div>
      <Chain refused={refused} report={report} now={exchange.startedAt} />
      <DecisionDialog
        asked={asked}
        refused={refused}
        onClose={() => {
          setAsked(undefined);
        }}
        onDecided={(words) => {
          setAsked(undefined);
          setTold(words);
        }}
      />
    </div>
  );
}

interface ChainProps {
  readonly refused: Refused;
  readonly report: TlsReport;
  readonly now: number;
}

function Chain({ refused: { host, decoded }, report, now }: ChainProps) {
  const storeWords = useTrust(selectStoreWords);
  return (
    <aside className={styles['side']} aria-label="Chain" tabIndex={0}>
      <header>
        <h2>Chain</h2>
        <span>numbers match the problems</span>
      </header>
      <ChainGraph chain={chainOf({ host, report, certificates: decoded, storeWords, now })} />
    </aside>
  );
}
