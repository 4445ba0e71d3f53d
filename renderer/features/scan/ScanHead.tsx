import { paint } from '#core/report/line.ts';
import { reportScan, scanJson } from '#core/report/scan.ts';
import { certificateWords } from '#core/scan/words.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import type { Scan } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatTime } from '#renderer/ui/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { saveScan } from './saveScan.ts';
import styles from './ScanPane.module.css';

interface ScanHeadProps {
  readonly scan: Scan;
  readonly label: string;
  readonly onAgain: () => void;
}

/** Characters of a line of prose in a report: what mail and terminals show whole. */
export const REPORT_WIDTH = 90;

/** Which server, the verdict on its certificate, and what can be done with the scan. */
export function ScanHead({ scan, label, onAgain }: ScanHeadProps) {
  const { report } = scan;
  const verdict = report?.certificate?.verdict;
  const hasFound = report !== undefined && report.versions.length > 0;
  const isRunning = report === undefined || report.state === 'running';
  return (
    <header className={styles['head']}>
      {verdict === undefined ? null : <Glyph kind={verdict.kind} size={20} />}
      <h1>Scan of {label}</h1>
      <span className={styles['said']}>
        {report === undefined
          ? 'connecting'
          : `${hasFound ? `${certificateWords(report.certificate)} · ` : ''}began ${formatTime(report.startedAt)}`}
      </span>
      {report?.certificate === undefined || report.certificate.sent.length === 0 ? null : (
        <CertificateButton scan={scan} label={label} />
      )}
      <Button
        icon="refresh"
        isDisabled={isRunning}
        why={isRunning ? 'It is still running' : undefined}
        onPress={onAgain}
      >
        Scan again
      </Button>
      {!hasFound ? null : (
        <Menu
          label="Export the scan"
          trigger={<Button icon="export">Export…</Button>}
          entries={[
            {
              id: 'json',
              label: 'Save as JSON…',
              onAction: () => void saveScan(label, JSON.stringify(scanJson(report), undefined, 2), 'json'),
            },
            {
              id: 'text',
              label: 'Save as text…',
              onAction: () => void saveScan(label, paint(reportScan(report, REPORT_WIDTH), 'plain'), 'txt'),
            },
          ]}
        />
      )}
    </header>
  );
}

function CertificateButton({ scan: { host, report }, label }: Pick<ScanHeadProps, 'scan' | 'label'>) {
  const certificate = report?.certificate;
  if (report === undefined || certificate === undefined) return null;
  const { certificates, sent, path, verdict } = certificate;
  return (
    <Button
      icon="certificate"
      onPress={() => {
        openInspector({
          title: label,
          origin: `from the scan at ${formatTime(report.startedAt)}`,
          host,
          certificates,
          sent,
          path,
          ...(verdict === undefined ? {} : { verdict }),
          at: report.startedAt,
        });
      }}
    >
      Certificate
    </Button>
  );
}
