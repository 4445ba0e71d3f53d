import { useMemo, useState } from 'react';
import { AskAuthority } from './AskAuthority.tsx';
import { DecisionDialog, type Asked } from './DecisionDialog.tsx';
import { FindingCard } from './FindingCard.tsx';
import { withHost } from './findingActions.ts';
import { placeOfFetch } from './placeOfFetch.ts';
import { MissingIssuer } from './MissingIssuer.tsx';
import { RefusalTitle } from './RefusalTitle.tsx';
import { choicesOf, type Refused } from './refused.ts';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import type { ChainCompletion } from '#core/diagnose/completion.ts';
import type { Look } from '#core/diagnose/look.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { call } from '#renderer/call.ts';
import { useDiagnoses } from '#renderer/state/diagnose.ts';
import { selectActive, setUrl, useExchanges } from '#renderer/state/exchange.ts';
import { shownIn } from '#renderer/state/draft.ts';
import { inspectExchange } from '#renderer/state/inspectExchange.ts';
import { goTo, showTrustItem, showTrustTab } from '#renderer/state/navigation.ts';
import { selectStoreWords, useTrust } from '#renderer/state/trust.ts';
import { ChainGraph } from '#renderer/ui/ChainGraph.tsx';
import { chainOf } from '#renderer/ui/chainSteps.ts';
import { decodeBag } from '#renderer/ui/decodeBag.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
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
    const decoded = decodeBag(certificates);
    return { host, port, certificates, decoded, sent: report.chain.sent, findings, startedAt: exchange.startedAt };
  }, [failure, report, certificates, exchange.startedAt]);
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
  const [asked, setAsked] = useState<Asked>();
  const [told, setTold] = useState<string>();
  const [now] = useState(() => Date.now());
  const draftId = useExchanges((state) => selectActive(state).id);
  const trust = useTrust();
  const state = trust.status === 'ready' ? trust.trust : undefined;
  const { actions, bearing, decided } = choicesOf(refused, state, told, now);
  const completion = useDiagnoses(({ chains }) => foundIn(chains[exchange.id]));
  /** Certificates of this computer's own lists, taken from there when they are about to be trusted. */
  const [listed, setListed] = useState<CertificateBag>({});
  const whole = useMemo(() => withMore(refused, completion, listed), [refused, completion, listed]);
  const shown = completed(report, completion);
  const place = placeOfFetch(
    refused.findings.map(({ finding }) => finding),
    refused.decoded,
  );
  const decide = (action: Asked): void => {
    switch (action.kind) {
      case 'see-refused':
        if (action.id === undefined) {
          goTo('trust');
          showTrustTab('refused');
        } else showTrustItem('refused', action.id);
        break;
      case 'change-host': {
        const url = withHost(exchange.request.url, action.to);
        if (url === undefined) break;
        setUrl(draftId, url);
        setTold(`The address is now for ${action.to}.`);
        break;
      }
      case 'trust-ca':
        if (action.sha256 in whole.certificates) setAsked(action);
        else
          void certificatesOf(action.sha256).then((found) => {
            setListed(found);
            setAsked(action);
          });
        break;
      default:
        setAsked(action);
    }
  };
  return (
    <div className={styles['refusal']}>
      <div className={styles['main']}>
        <RefusalTitle
          exchange={exchange}
          refused={refused}
          draftId={draftId}
          decided={decided}
          bearing={bearing}
          now={now}
          onAsk={decide}
        />
        {refused.findings.map((numbered, index) => (
          <FindingCard key={index} numbered={numbered} action={actions[index]} onAction={decide}>
            {place?.index === index ? (
              <MissingIssuer
                exchangeId={exchange.id}
                refused={refused}
                url={place.url}
                onAction={decide}
                onDecided={setTold}
              />
            ) : null}
            <AskAuthority finding={numbered.finding} refused={whole} />
          </FindingCard>
        ))}
      </div>
      <Chain refused={whole} report={shown} isCompleted={shown !== report} now={exchange.startedAt} />
      <DecisionDialog
        asked={asked}
        refused={whole}
        onAsk={decide}
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

function foundIn(look: Look<ChainCompletion> | undefined): ChainCompletion | undefined {
  return look?.status === 'done' ? look.found : undefined;
}

/** With the certificates that were fetched, or taken from a list, since. */
function withMore(refused: Refused, completion: ChainCompletion | undefined, listed: CertificateBag): Refused {
  const more = { ...completion?.certificates, ...listed };
  if (Object.keys(more).length === 0) return refused;
  const certificates = { ...refused.certificates, ...more };
  return { ...refused, certificates, decoded: decodeBag(certificates) };
}

async function certificatesOf(sha256: string): Promise<CertificateBag> {
  const result = await call('trust.certificates', { sha256s: [sha256] });
  return result.ok ? result.value : {};
}

/** The report as it would be with what was fetched in its place. The problems stay those of what was sent. */
function completed(report: TlsReport, completion: ChainCompletion | undefined): TlsReport {
  if (completion === undefined || completion.missing.length === 0) return report;
  const { result, path } = completion;
  const verdict = result.kind === 'proven' ? { ...report.verdict, anchor: result.anchor } : report.verdict;
  return { ...report, verdict, chain: { ...report.chain, path } };
}

function inspectShown(): void {
  const shown = shownIn(selectActive(useExchanges.getState()).run);
  if (shown !== undefined) inspectExchange(shown);
}

interface ChainProps {
  readonly refused: Refused;
  readonly report: TlsReport;
  /** The report is as it would be with what was fetched. */
  readonly isCompleted: boolean;
  readonly now: number;
}

function Chain({ refused: { host, decoded }, report, isCompleted, now }: ChainProps) {
  const storeWords = useTrust(selectStoreWords);
  return (
    <aside className={styles['side']} aria-label="Chain" tabIndex={0}>
      <header>
        <h2>Chain</h2>
        <span>{isCompleted ? 'with what was fetched' : 'numbers match the problems'}</span>
        <IconButton icon="inspect" size="small" label="Open in the viewer" keys="Ctrl I" onPress={inspectShown} />
      </header>
      <ChainGraph chain={chainOf({ host, report, certificates: decoded, storeWords, now })} />
    </aside>
  );
}
