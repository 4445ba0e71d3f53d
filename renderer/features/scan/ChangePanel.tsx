import { paint } from '#core/report/line.ts';
import { reportScan, scanJson } from '#core/report/scan.ts';
import type { ScanChange } from '#core/scan/judgement.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { changeCount } from '#core/scan/words.ts';
import { serverKey } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { saveScan } from './saveScan.ts';
import { REPORT_WIDTH } from './ScanHead.tsx';
import { Source } from './Source.tsx';
import styles from './ChangePanel.module.css';

interface ChangePanelProps {
  readonly report: ScanReport;
  readonly changes: readonly ScanChange[];
}

/** What the owner of the server should do, with reasons and without a grade. */
export function ChangePanel({ report, changes }: ChangePanelProps) {
  return (
    <aside className={styles['panel']} aria-label="What to change">
      <header className={styles['head']}>
        <h2>{changeCount(report)}</h2>
        <p>Reasons, not a grade.</p>
      </header>
      <ol className={styles['reasons']} tabIndex={0} aria-label="Reasons">
        {changes.map((change) => (
          <li key={change.id}>
            <Glyph kind={change.level === 'change' ? 'warning' : 'note'} />
            <div>
              <h3>{change.title}</h3>
              <p>
                {change.reason} <Source source={change.source} />
              </p>
            </div>
          </li>
        ))}
      </ol>
      <footer className={styles['foot']}>
        <Button
          icon="export"
          onPress={() =>
            void saveScan(serverKey(report.host, report.port), paint(reportScan(report, REPORT_WIDTH), 'plain'), 'txt')
          }
        >
          Report for the owner…
        </Button>
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(scanJson(report), undefined, 2)} />
      </footer>
    </aside>
  );
}
