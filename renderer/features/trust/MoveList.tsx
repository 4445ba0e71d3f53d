import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { moveEntryWords } from './moveEntryWords.ts';
import { formatPlural } from '#core/format.ts';
import type { MoveEntry } from '#core/trust/move.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import styles from './MoveDialog.module.css';

interface MoveListProps {
  readonly changes: readonly MoveEntry[];
  readonly ticked: ReadonlySet<string>;
  readonly onTick: (ticked: Set<string>) => void;
}

/** A row of one line; with what changes below it, it grows. */
const ROW = 52;

/** What would change, to be ticked; only rows in sight are drawn, for a file may hold thousands. */
export function MoveList({ changes, ticked, onTick }: MoveListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => changes[index]?.key ?? index,
    overscan: 6,
  });
  const set = (key: string, isTicked: boolean): void => {
    const next = new Set(ticked);
    if (isTicked) next.add(key);
    else next.delete(key);
    onTick(next);
  };
  return (
    <>
      <div className={styles['all']}>
        <Checkbox
          isSelected={ticked.size === changes.length}
          isIndeterminate={ticked.size > 0 && ticked.size < changes.length}
          onChange={(isSelected) => {
            onTick(new Set(isSelected ? changes.map(({ key }) => key) : []));
          }}
        >
          {formatPlural(changes.length, 'change')}
        </Checkbox>
      </div>
      <div ref={scroller} className={styles['scroller']}>
        <ul aria-label="Changes" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = changes[item.index];
            return entry === undefined ? null : (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-setsize={changes.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${String(item.start)}px)` }}
              >
                <MoveRow
                  entry={entry}
                  isTicked={ticked.has(entry.key)}
                  onTick={(isTicked) => {
                    set(entry.key, isTicked);
                  }}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

const icons: Readonly<Record<MoveEntry['kind'], IconName>> = {
  anchor: 'custom',
  hint: 'certificate',
  distrust: 'ban',
  exception: 'clock',
  switch: 'bundled',
  source: 'system',
};

interface MoveRowProps {
  readonly entry: MoveEntry;
  readonly isTicked: boolean;
  readonly onTick: (isTicked: boolean) => void;
}

function MoveRow({ entry, isTicked, onTick }: MoveRowProps) {
  const { subject, did, facts, changes } = moveEntryWords(entry);
  return (
    <>
      <Checkbox label={`${subject} ${did}`} isSelected={isTicked} onChange={onTick} />
      <Icon name={icons[entry.kind]} />
      <div className={styles['words']}>
        <p>
          <b>{subject}</b> {did}
        </p>
        {entry.certificate === undefined ? null : (
          <p className={styles['facts']}>
            Certificate of {entry.certificate.subject || 'nobody that can be read'}, SHA-256{' '}
            {entry.certificate.sha256.slice(0, 16).toUpperCase()}…
          </p>
        )}
        {facts.length === 0 ? null : <p className={styles['facts']}>{facts.join(' · ')}</p>}
        {changes.map(({ name, before, after }) => (
          <p key={name} className={styles['facts']}>
            <s>{before}</s> <Icon name="arrow" size={12} label="becomes" /> {after}
          </p>
        ))}
      </div>
      {entry.direction === 'neutral' ? (
        <span />
      ) : (
        <span className={classes(styles['direction'], styles[entry.direction])}>
          <Icon name={entry.direction} size={12} />
          {entry.direction}
        </span>
      )}
    </>
  );
}
