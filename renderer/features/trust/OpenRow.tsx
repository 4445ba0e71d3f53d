import { useEffect, useId, useRef, type ReactNode } from 'react';
import { openTrustItem, useNavigation } from '#renderer/state/navigation.ts';
import { classes } from '#renderer/ui/classes.ts';
import styles from './OpenTable.module.css';

interface OpenRowProps {
  readonly id: string;
  /** Stands before the name: a glyph, or the switch of what the row is about. */
  readonly lead: ReactNode;
  readonly name: string;
  /** 'wire': a host, set in mono. */
  readonly face?: 'wire' | 'words';
  readonly second: string;
  /** The cells behind the name; numbers come last. */
  readonly cells: readonly ReactNode[];
  readonly isLastNumeric?: boolean;
  /** What no longer counts is set quietly. */
  readonly isMuted: boolean;
  /** What Delete does. */
  readonly onDelete?: () => void;
  /** What the opened row shows. */
  readonly children: ReactNode;
}

/** A row that opens in place. A click anywhere on it opens it too, but not on what can be pressed by itself. */
export function OpenRow({ id, name, second, cells, face = 'words', isLastNumeric = false, ...props }: OpenRowProps) {
  const isOpen = useNavigation(({ trustItem }) => trustItem === id);
  const row = useRef<HTMLTableRowElement>(null);
  const detail = useId();
  useEffect(() => {
    // Another place may have named it: it may be far down.
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const toggle = (): void => {
    openTrustItem(isOpen ? undefined : id);
  };
  return (
    <>
      <tr
        ref={row}
        className={classes(styles['row'], isOpen && styles['open'], props.isMuted && styles['muted'])}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('button, label, a') === null) toggle();
        }}
      >
        <td>{props.lead}</td>
        <td>
          <button
            type="button"
            data-row-name
            className={classes(styles['name'], face === 'wire' && styles['wire'])}
            aria-expanded={isOpen}
            aria-controls={isOpen ? detail : undefined}
            title={name}
            onClick={toggle}
            onKeyDown={(event) => {
              if (event.key === 'Delete') props.onDelete?.();
              else if (event.key === 'Escape' && isOpen) toggle();
            }}
          >
            {name}
          </button>
          <div className={styles['second']} title={second}>
            {second}
          </div>
        </td>
        {cells.map((cell, index) => (
          <td key={index} data-numeric={(isLastNumeric && index === cells.length - 1) || undefined}>
            {cell}
          </td>
        ))}
      </tr>
      {isOpen ? (
        <tr className={styles['detail']} id={detail}>
          <td />
          <td colSpan={cells.length + 1}>{props.children}</td>
        </tr>
      ) : null}
    </>
  );
}
