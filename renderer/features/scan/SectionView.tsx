import { useId } from 'react';
import { formatPlural } from '#core/format.ts';
import type { ScanSection } from '#core/scan/judgement.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { RowView } from './RowView.tsx';
import styles from './SectionView.module.css';

interface SectionViewProps {
  readonly section: ScanSection;
  readonly report: ScanReport;
}

/** One list of what was tried. */
export function SectionView({ section, report }: SectionViewProps) {
  const { title, subtitle, rows, finished } = section;
  const id = useId();
  const isTrying = !finished && report.state === 'running';
  return (
    <section className={styles['block']} aria-labelledby={id}>
      <header className={styles['head']}>
        <h2 id={id}>{title}</h2>
        <span className={styles['subtitle']}>{subtitle}</span>
        <span className={styles['count']}>{countOf(section, report)}</span>
      </header>
      <ul>
        {rows.map((row) => (
          <RowView key={row.name} row={row} />
        ))}
        {isTrying ? <Trying found={rows.length} hasRanks={rows.some(({ rank }) => rank !== undefined)} /> : null}
        {!finished && !isTrying ? (
          <li className={styles['row']}>
            <span />
            <span />
            <span className={styles['untried']}>the rest was not tried</span>
          </li>
        ) : null}
        {finished && rows.length === 0 ? (
          <li className={styles['row']}>
            <span />
            <span />
            <span className={styles['untried']}>nothing</span>
          </li>
        ) : null}
      </ul>
    </section>
  );
}

/** Connections are counted by what they are for: a phase with one list has them all. */
function countOf({ id, phase }: ScanSection, { connections }: ScanReport): string {
  const made = connections.byPhase[phase];
  const isWhole = id === phase;
  return made === undefined || !isWhole ? '' : formatPlural(made, 'connection');
}

function Trying({ found, hasRanks }: { readonly found: number; readonly hasRanks: boolean }) {
  const words = found === 0 ? 'trying' : `trying what is left without the ${found === 1 ? 'one' : String(found)} above`;
  return (
    <li className={styles['row']}>
      <span className={styles['rank']}>{hasRanks ? found + 1 : ''}</span>
      <span className={styles['dot']} role="img" aria-label="being tried" />
      <span className={styles['what']}>
        <span className={styles['bone']} />
        <small>{words}</small>
      </span>
    </li>
  );
}
