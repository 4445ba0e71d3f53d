import { useMemo, useState } from 'react';
import { saveCertificate } from './saveCertificate.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { daysLeft, formatDay, formatDays, validityAt } from '#core/certificate/validity.ts';
import { parseAddress } from '#core/http/address.ts';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { inspectExchange } from '#renderer/state/inspectExchange.ts';
import { notify } from '#renderer/state/notice.ts';
import { selectStoreWords, useTrust } from '#renderer/state/trust.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CertificateFields } from '#renderer/ui/CertificateFields.tsx';
import { ChainGraph } from '#renderer/ui/ChainGraph.tsx';
import { certificateName, chainOf } from '#renderer/ui/chainSteps.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { decodeBag } from '#renderer/ui/decodeBag.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import styles from './CertificatesTab.module.css';

interface CertificatesTabProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** The chain, and the fields of the certificate that is picked in it. */
export function CertificatesTab({ exchange, certificates }: CertificatesTabProps) {
  const report = exchange.connection?.tls;
  if (report === undefined) {
    return <EmptyState title="No certificate">This connection was not encrypted, so nobody showed one.</EmptyState>;
  }
  if (report.chain.sent.length === 0 && report.chain.path.length === 0) {
    return <EmptyState title="No certificate">{emptyWords(report)}</EmptyState>;
  }
  return <Certificates exchange={exchange} certificates={certificates} report={report} />;
}

function emptyWords(report: TlsReport): string {
  return report.resumed
    ? 'The session was resumed: in that the server shows no certificate again.'
    : 'The handshake ended before the server showed one.';
}

function Certificates({ exchange, certificates, report }: CertificatesTabProps & { readonly report: TlsReport }) {
  const decoded = useMemo(() => decodeBag(certificates), [certificates]);
  const [picked, setPicked] = useState<string>();
  const storeWords = useTrust(selectStoreWords);
  const host = hostOf(exchange);
  const chain = chainOf({ host, report, certificates: decoded, storeWords, now: exchange.startedAt });
  const known = [...report.chain.sent, ...report.chain.path];
  // What was picked belongs to the exchange it was picked in: another one begins with its server's certificate.
  const selected = picked !== undefined && known.includes(picked) ? picked : known[0];
  const certificate = selected === undefined ? undefined : decoded.get(selected);
  const pem = selected === undefined ? undefined : certificates[selected];
  const findings = numberedFindings(report.verdict.findings).filter(({ finding }) => finding.certificate === selected);
  return (
    <div className={styles['tab']}>
      <nav className={styles['chain']} aria-label="Chain">
        <header>
          <h2>Chain</h2>
          <span>{sentWords(report)}</span>
        </header>
        <ChainGraph chain={chain} selected={selected} onSelect={setPicked} />
      </nav>
      <section className={styles['shown']} aria-label="Certificate">
        {certificate === undefined || selected === undefined || pem === undefined ? (
          <EmptyState title="This certificate could not be decoded">
            {pem === undefined ? 'It is no longer kept.' : 'Its bytes can still be copied.'}
            {pem === undefined ? null : <CopyButton text={pem} label="Copy PEM" look="words" />}
          </EmptyState>
        ) : (
          <>
            <CertificateHead
              certificate={certificate}
              pem={pem}
              onInspect={() => {
                inspectExchange({ exchange, certificates }, selected);
              }}
              onRefuse={() => {
                // Who showed it is told where the exchange has it: a certificate of the path may be the computer's own.
                const isShown = report.chain.sent.includes(selected);
                openTrustDialog({ kind: 'refuse', pem, ...(isShown ? placeOf(exchange) : {}), onDone: notify });
              }}
            />
            <CertificateFields certificate={certificate} sha256={selected} findings={findings} asked={host} />
          </>
        )}
      </section>
    </div>
  );
}

interface CertificateHeadProps {
  readonly certificate: Certificate;
  readonly pem: string;
  readonly onInspect: () => void;
  readonly onRefuse: () => void;
}

function CertificateHead({ certificate, pem, onInspect, onRefuse }: CertificateHeadProps) {
  const [now] = useState(() => Date.now());
  const name = certificateName(certificate);
  return (
    <header className={styles['head']}>
      <div>
        <h2>{name}</h2>
        <p>{validityWords(certificate, now)}</p>
      </div>
      <Button icon="inspect" onPress={onInspect}>
        Inspect
      </Button>
      <CopyButton text={pem} label="Copy PEM" look="words" />
      <Button icon="download" onPress={() => void saveCertificate(name, pem)}>
        Save as…
      </Button>
      <Menu
        label="More"
        entries={[{ id: 'refuse', label: 'Refuse it everywhere…', icon: 'ban', onAction: onRefuse }]}
        trigger={<IconButton icon="more" label="More" />}
      />
    </header>
  );
}

function validityWords(certificate: Certificate, now: number): string {
  const days = daysLeft(certificate.notAfter, now);
  switch (validityAt(certificate, now)) {
    case 'valid':
      return `Valid until ${formatDay(certificate.notAfter)}, ${formatDays(days)} left`;
    case 'expired':
      return `Expired on ${formatDay(certificate.notAfter)}`;
    case 'not-yet-valid':
      return `Valid only from ${formatDay(certificate.notBefore)}`;
  }
}

function sentWords(report: TlsReport): string {
  const count = report.chain.sent.length;
  return count === 1 ? '1 was sent' : `${count} were sent`;
}

function placeOf({ request }: Exchange): { readonly host?: string; readonly port?: number } {
  const address = parseAddress(request.url);
  return address.ok ? { host: address.value.host, port: address.value.port } : {};
}

function hostOf(exchange: Exchange): string {
  const { url } = exchange.request;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : url;
}
