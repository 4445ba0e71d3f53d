import type { KeyboardEvent } from 'react';
import { endHelp, endProblem, stepMoment, type ExceptionUntil } from './exceptionUntil.ts';
import { Segments } from '#renderer/ui/Segments.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './UntilField.module.css';

interface ExceptionUntilFieldProps {
  readonly value: ExceptionUntil;
  readonly onChange: (value: ExceptionUntil) => void;
  readonly now: number;
}

/** How long an exception holds. A moment is written as 2026-11-27 18:00; arrow up and down move by a day, Page up and down by 30. */
export function ExceptionUntilField({ value, onChange, now }: ExceptionUntilFieldProps) {
  const problem = endProblem(value, now);
  const keyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const days = dayKeys[event.key];
    const text = days === undefined ? undefined : stepMoment(value.text, days);
    if (text === undefined) return;
    event.preventDefault();
    onChange({ kind: 'date', text });
  };
  return (
    <div>
      <span className={styles['label']}>Until</span>
      {/* Heard here: a field that hears its keys itself keeps Esc from the dialog. */}
      <div className={styles['row']} onKeyDown={keyDown}>
        <Segments
          label="Until"
          options={[
            { id: 'once', label: 'Once' },
            { id: 'session', label: 'This run' },
            { id: 'date', label: 'Date' },
            { id: 'forever', label: 'Forever' },
          ]}
          value={value.kind}
          onChange={(kind) => {
            onChange({ ...value, kind });
          }}
        />
        <TextField
          label="Date and time"
          labelPlace="hidden"
          icon="calendar"
          isMono
          placeholder="yyyy-mm-dd hh:mm"
          isDisabled={value.kind !== 'date'}
          value={value.text}
          onChange={(text) => {
            onChange({ kind: 'date', text });
          }}
          className={styles['date']}
        />
      </div>
      <p className={problem === undefined ? styles['help'] : styles['problem']} role="status">
        {problem ?? endHelp(value, now)}
      </p>
    </div>
  );
}

const dayKeys: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 30, PageDown: -30 };
