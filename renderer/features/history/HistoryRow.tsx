import { type CSSProperties, type MouseEvent } from 'react';
import type { HistoryEntry } from '#core/history/entry.ts';
import { removeEntries } from '#renderer/state/history.ts';
import { classes } from '#renderer/ui/classes.ts';
import { formatDateTime, formatTime } from '#renderer/ui/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { entryWords, methodWord } from './entryWords.ts';
import type { SelectMode } from '#renderer/ui/selection.ts';
import styles from './HistoryRow.module.css';

interface HistoryRowProps {
  readonly entry: HistoryEntry;
  readonly place: CSSProperties;
  /** From 1, in the whole list. */
  readonly position: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly isCursor: boolean;
  readonly onChoose: (mode: SelectMode) => void;
  readonly onMenu: (at: { readonly x: number; readonly y: number }) => void;
}

/** One exchange in two lines. */
export function HistoryRow({ entry, place, isSelected, isCursor, ...props }: HistoryRowProps) {
  const words = entryWords(entry);
  return (
    <div
      id={`entry-${entry.id}`}
      role="option"
      aria-selected={isSelected}
      aria-posinset={props.position}
      aria-setsize={props.total}
      aria-label={`${entry.method === 'INSPECT' ? 'TLS' : entry.method} ${words.path}, ${words.outcome}, ${words.verdict}, ${words.host}, ${formatDateTime(entry.startedAt)}`}
      className={classes(styles['entry'], isSelected && styles['on'], isCursor && styles['cursor'])}
      style={place}
      title={entry.url}
      onClick={(event: MouseEvent) => {
        props.onChoose(event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        props.onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <Glyph kind={words.glyph} size={14} name="hidden" />
      <span className={styles['method']}>{methodWord(entry.method)}</span>
      <span className={styles['path']}>{words.path}</span>
      <span className={classes(styles['outcome'], styles[words.tone])}>{words.outcome}</span>
      <span className={styles['sub']}>
        {words.prefix === undefined ? null : (
          <>
            <span className={styles[words.prefix.tone]}>{words.prefix.text}</span>
            {' · '}
          </>
        )}
        {words.host}
      </span>
      <span className={styles['time']}>{formatTime(entry.startedAt)}</span>
      {/* For the pointer alone: an option holds nothing else that takes the focus. Keys: Delete, and the menu of the row. */}
      <span
        aria-hidden="true"
        title="Delete"
        className={styles['delete']}
        onClick={(event) => {
          event.stopPropagation();
          void removeEntries([entry.id]);
        }}
      >
        <Icon name="trash" size={13} />
      </span>
    </div>
  );
}
