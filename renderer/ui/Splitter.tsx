import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { classes } from './classes.ts';
import styles from './Splitter.module.css';

interface SplitterProps {
  /** Accessible name: what gets larger, e.g. 'Size of the history'. */
  readonly label: string;
  /** 'vertical' stands between left and right, 'horizontal' between above and below. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Pixels of the part before it. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** While it moves. */
  readonly onChange: (value: number) => void;
  /** When it came to rest: the time to remember it. */
  readonly onCommit?: (value: number) => void;
  /** Double click and Home go back to it. */
  readonly initial: number;
}

/** One key press, pixels: the grid is 4, a step should be seen. */
const STEP = 16;

/** The line between two panes, moved by pointer and arrow keys. */
export function Splitter({ label, orientation, value, min, max, onChange, onCommit, initial }: SplitterProps) {
  const from = useRef<{ readonly pointer: number; readonly value: number }>(undefined);
  const clamp = (wanted: number): number => Math.round(Math.min(Math.max(wanted, min), Math.max(min, max)));
  const along = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);
  const settle = (wanted: number): void => {
    onChange(clamp(wanted));
    onCommit?.(clamp(wanted));
  };

  const keyDown = (event: KeyboardEvent): void => {
    const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const wanted =
      event.key === less
        ? value - STEP
        : event.key === more
          ? value + STEP
          : event.key === 'Home' || event.key === 'Enter'
            ? initial
            : undefined;
    if (wanted === undefined) return;
    event.preventDefault();
    settle(wanted);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={Math.max(min, max)}
      className={classes(styles['splitter'], styles[orientation])}
      onKeyDown={keyDown}
      onDoubleClick={() => {
        settle(initial);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { pointer: along(event), value };
      }}
      onPointerMove={(event) => {
        if (from.current !== undefined) onChange(clamp(from.current.value + along(event) - from.current.pointer));
      }}
      onPointerUp={() => {
        if (from.current === undefined) return;
        from.current = undefined;
        onCommit?.(value);
      }}
    />
  );
}
