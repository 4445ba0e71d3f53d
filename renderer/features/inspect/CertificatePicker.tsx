import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { formatCount } from '#core/format.ts';
import { shortFingerprint } from '#core/certificate/fingerprint.ts';
import type { InspectedCertificate } from '#renderer/state/inspect.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { filterRows, pickedCertificate, type PickRow, type PickSource } from './pickRows.ts';
import styles from './CertificatePicker.module.css';

/** Height of a row, px; the same as in the style sheet. */
const ROW = 44;

interface CertificatePickerProps {
  readonly title: string;
  /** At least one. */
  readonly sources: readonly PickSource[];
  readonly onPick: (certificate: InspectedCertificate) => void;
  readonly onClose: () => void;
}

/** A list to pick one certificate from. Typing filters, arrows move, Enter picks. */
export function CertificatePicker({ title, sources, onPick, onClose }: CertificatePickerProps) {
  const [sourceId, setSourceId] = useState(sources[0]?.id ?? '');
  const [filter, setFilter] = useState('');
  const rows = useRows(sources.find(({ id }) => id === sourceId));
  const shown = useMemo(() => filterRows(rows ?? [], filter), [rows, filter]);
  return (
    <Dialog
      title={title}
      width={696}
      onClose={onClose}
      subtitle={rows === undefined ? 'Reading…' : `${formatCount(shown.length)} of ${formatCount(rows.length)}`}
    >
      <div className={styles['bar']}>
        {sources.length < 2 ? null : (
          <Segments
            label="From"
            options={sources.map(({ id, label }) => ({ id, label }))}
            value={sourceId}
            onChange={setSourceId}
          />
        )}
        <SearchField
          label="Filter by name, host or fingerprint"
          value={filter}
          onChange={setFilter}
          autoFocus
          className={styles['find']}
        />
      </div>
      {rows === undefined ? (
        <Skeleton label="Reading the certificates" lines={6} />
      ) : (
        <Rows
          rows={shown}
          onPick={(row) => {
            void pickedCertificate(row).then((certificate) => {
              if (certificate !== undefined) onPick(certificate);
            });
          }}
          empty={rows.length === 0 ? 'There is nothing here yet.' : 'Nothing has these words.'}
        />
      )}
    </Dialog>
  );
}

function useRows(source: PickSource | undefined): readonly PickRow[] | undefined {
  const [loaded, setLoaded] = useState<{ readonly id: string; readonly rows: readonly PickRow[] }>();
  useEffect(() => {
    let isCurrent = true;
    void source?.load().then((rows) => {
      if (isCurrent) setLoaded({ id: source.id, rows });
    });
    return () => {
      isCurrent = false;
    };
    // A source is what its id says: it is made anew whenever the dialog is drawn.
  }, [source?.id]);
  return loaded?.id === source?.id ? loaded?.rows : undefined;
}

interface RowsProps {
  readonly rows: readonly PickRow[];
  readonly empty: string;
  readonly onPick: (row: PickRow) => void;
}

function Rows({ rows, empty, onPick }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, rows.length - 1);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const keyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    const step = event.key === 'Home' ? -rows.length : event.key === 'End' ? rows.length : steps[event.key];
    const row = rows[at];
    if (step !== undefined) {
      const target = Math.min(Math.max(at + step, 0), rows.length - 1);
      setChosen(target);
      list.scrollToIndex(target, { align: 'auto' });
    } else if (event.key === 'Enter' && row !== undefined) onPick(row);
    else return;
    event.preventDefault();
  };
  if (rows.length === 0) return <p className={styles['empty']}>{empty}</p>;
  return (
    <div
      ref={scroll}
      role="listbox"
      aria-label="Certificates"
      tabIndex={0}
      className={styles['list']}
      onKeyDown={keyDown}
      aria-activedescendant={`pick-${String(at)}`}
    >
      <div role="presentation" className={styles['rows']} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={index}
              id={`pick-${String(index)}`}
              role="option"
              aria-selected={index === at}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              className={classes(styles['row'], index === at && styles['on'])}
              style={{ transform: `translateY(${String(start)}px)` }}
              onClick={() => {
                onPick(row);
              }}
            >
              <b>{row.name}</b>
              <code>{shortFingerprint(row.certificate.sha256)}</code>
              <span>{row.more}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
