import { formatCount } from '#core/format.ts';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './PartBar.module.css';

interface PartBarProps {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly total: number;
  readonly onMove: (from: number) => void;
}

/** Moves through a body too long to be shown in one piece. */
export function PartBar({ from, to, step, total, onMove }: PartBarProps) {
  const last = Math.floor((total - 1) / step) * step;
  const moves = [
    { label: 'First', to: 0, isOff: from === 0 },
    { label: 'Previous', to: Math.max(0, from - step), isOff: from === 0 },
    { label: 'Next', to: Math.min(last, from + step), isOff: from >= last },
    { label: 'Last', to: last, isOff: from >= last },
  ];
  return (
    <div className={styles['bar']} role="group" aria-label="Part of the body">
      <span className={styles['where']}>
        Bytes {formatCount(from)} to {formatCount(to)} of {formatCount(total)}
      </span>
      {moves.map((move) => (
        <Button
          key={move.label}
          size="small"
          isDisabled={move.isOff}
          onPress={() => {
            onMove(move.to);
          }}
        >
          {move.label}
        </Button>
      ))}
    </div>
  );
}
