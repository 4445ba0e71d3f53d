import { useScans } from '#renderer/state/scan.ts';
import { NewScan } from './NewScan.tsx';
import { NotScanned } from './NotScanned.tsx';
import { ScanView } from './ScanView.tsx';
import { serverOf } from './scanTarget.ts';
import styles from './ScanPane.module.css';

/** The chosen server: its scan, or how to begin one. */
export function ScanPane() {
  const selected = useScans((scans) => scans.selected);
  const scan = useScans(({ byServer }) => (selected === undefined ? undefined : byServer[selected]));
  const server = selected === undefined ? undefined : serverOf(selected);
  return (
    <main className={styles['pane']} data-pane="scan">
      {server === undefined || selected === undefined ? (
        <NewScan />
      ) : scan === undefined ? (
        <NotScanned key={selected} server={server} label={selected} />
      ) : (
        <ScanView key={selected} scan={scan} label={selected} />
      )}
    </main>
  );
}
