import { useLayoutEffect, useRef, useState } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import type { Timeline, TimelineBar } from './timeline.ts';
import styles from './ValidityLine.module.css';

/** Heights, px. */
const BAR = 14;
const PITCH = 22;
const TOP = 12;
/** Mean width of a letter of a label, px: to know where there is room for it. */
const LETTER = 5.7;

interface ValidityLineProps {
  readonly line: Timeline;
  /** The same in words, for who does not see it. */
  readonly words: string;
}

/** When the certificates of the path are valid, around the one that is shown, with today. */
export function ValidityLine({ line, words }: ValidityLineProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const height = TOP + line.bars.length * PITCH + 2;
  const nowAt = line.now * width;
  return (
    <div ref={box} className={styles['line']}>
      <svg width={width} height={height + 16} role="img" aria-label={words}>
        {line.ticks.map(({ at, label }, index) => (
          <g key={index}>
            <line className={styles['tick']} x1={at * width} x2={at * width} y1="4" y2={height} />
            {Math.abs(at * width - nowAt) < 34 || at * width < 24 || at * width > width - 24 ? null : (
              <text x={at * width} y={height + 13} textAnchor="middle">
                {label}
              </text>
            )}
          </g>
        ))}
        {line.bars.map((bar, index) => (
          <Bar key={bar.sha256} bar={bar} width={width} y={TOP + index * PITCH} now={nowAt} />
        ))}
        <line className={styles['now']} x1={nowAt} x2={nowAt} y1="4" y2={height} />
        <circle className={styles['dot']} cx={nowAt} cy="4" r="3" />
        <text
          className={styles['strong']}
          x={Math.min(Math.max(nowAt, 16), width - 16)}
          y={height + 13}
          textAnchor="middle"
        >
          today
        </text>
      </svg>
    </div>
  );
}

interface BarProps {
  readonly bar: TimelineBar;
  readonly width: number;
  readonly y: number;
  readonly now: number;
}

/** What is over is full, what is left is light; the outline shows how long it might have been. */
function Bar({ bar, width, y, now }: BarProps) {
  const from = bar.from * width;
  const to = Math.max(bar.to * width, from + 2);
  const over = Math.min(Math.max(now, from), to);
  const limit = bar.limit === undefined ? undefined : bar.limit * width;
  const label = labelPlace({ from, end: Math.max(to, limit ?? 0), now, width, length: bar.label.length * LETTER });
  return (
    <g>
      {limit === undefined || limit <= to ? null : (
        <rect className={styles['limit']} x={from} y={y + 0.5} width={limit - from} height={BAR - 1} rx="3" />
      )}
      <rect
        className={classes(styles['bar'], bar.isSelected && styles['rest'])}
        x={from}
        y={y}
        width={to - from}
        height={BAR}
        rx="3"
      />
      {bar.isSelected && over > from ? (
        <rect className={styles['over']} x={from} y={y} width={over - from} height={BAR} rx="3" />
      ) : null}
      {limit !== undefined && limit < to ? (
        <rect className={styles['excess']} x={limit} y={y} width={to - limit} height={BAR} />
      ) : null}
      <text className={classes(styles['label'], label.isInside && styles['inside'])} x={label.x} y={y + 11}>
        {bar.label}
      </text>
    </g>
  );
}

interface LabelRoom {
  readonly from: number;
  /** Of the bar, and of what it might have been. */
  readonly end: number;
  readonly now: number;
  readonly width: number;
  readonly length: number;
}

/** Behind the bar, else inside it behind today, else inside it before today. */
function labelPlace({ from, end, now, width, length }: LabelRoom): { readonly x: number; readonly isInside: boolean } {
  if (end + 6 + length <= width) return { x: end + 6, isInside: false };
  const after = Math.max(from, now) + 8;
  if (after + length <= width) return { x: after, isInside: true };
  return { x: from + 8, isInside: true };
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(440);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    // It is told before the first paint; asking for the width here would lay out the whole view in the middle of drawing it.
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [box]);
  return width;
}
