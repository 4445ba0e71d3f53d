import { useEffect, useRef } from 'react';
import type { Decided } from './decided.ts';
import { send } from '#renderer/state/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './WhyStopped.module.css';

interface NextStepProps {
  readonly decided: Decided;
  readonly draftId: string;
}

/** After a decision: what was decided, and the one thing left to do. The refusal below it is history then. */
export function NextStep({ decided, draftId }: NextStepProps) {
  const box = useRef<HTMLDivElement>(null);
  // It stands above the problem where the decision was made: that may be out of sight.
  useEffect(() => {
    if (decided.when === 'just now') box.current?.scrollIntoView({ block: 'center' });
  }, [decided.when]);
  return (
    <div ref={box} className={styles['done']} role="status">
      <span>{decided.words}</span>
      <Button variant="primary" icon="send" autoFocus={decided.when === 'just now'} onPress={() => void send(draftId)}>
        Send again
      </Button>
    </div>
  );
}
