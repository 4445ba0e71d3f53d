import { useMemo } from 'react';
import { explainScanFailure } from '#core/scan/explain.ts';
import { judgeScan } from '#core/scan/judge.ts';
import { cancelScan, goOnScan, startScan, type Scan } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { ChangePanel } from './ChangePanel.tsx';
import { ScanBar } from './ScanBar.tsx';
import { ScanHead } from './ScanHead.tsx';
import { SectionView } from './SectionView.tsx';
import styles from './ScanView.module.css';

interface ScanViewProps {
  readonly scan: Scan;
  /** 'api.example:443' */
  readonly label: string;
}

/** What a scan found so far, section by section, and what should change beside it. */
export function ScanView({ scan, label }: ScanViewProps) {
  const { report } = scan;
  const judgement = useMemo(() => (report === undefined ? undefined : judgeScan(report)), [report]);
  const again = (): void => {
    void startScan(scan.host, scan.port);
  };
  if (report === undefined || judgement === undefined) {
    return (
      <>
        <ScanHead scan={scan} label={label} onAgain={again} />
        <Skeleton label="Connecting" lines={9} />
      </>
    );
  }
  // Nothing answered, or not TLS: there is nothing to list.
  const nothing = report.failure !== undefined && report.versions.length === 0;
  return (
    <>
      <ScanHead scan={scan} label={label} onAgain={again} />
      {nothing ? null : (
        <ScanBar report={report} onCancel={() => void cancelScan(scan)} onGoOn={() => void goOnScan(scan)} />
      )}
      {nothing && report.failure !== undefined ? (
        <Failure failure={report.failure} onAgain={again} />
      ) : (
        <div className={styles['scan']}>
          <div className={styles['main']} tabIndex={0} role="region" aria-label="What was found">
            {judgement.sections.map((section) => (
              <SectionView key={section.id} section={section} report={report} />
            ))}
          </div>
          <ChangePanel report={report} changes={judgement.changes} />
        </div>
      )}
    </>
  );
}

function Failure({ failure, onAgain }: FailureProps) {
  const { title, cause, remedy } = explainScanFailure(failure);
  return (
    <ErrorState title={title} action={<Button onPress={onAgain}>Try again</Button>}>
      <p>{cause}</p>
      <p>{remedy}</p>
    </ErrorState>
  );
}

interface FailureProps {
  readonly failure: Parameters<typeof explainScanFailure>[0];
  readonly onAgain: () => void;
}
