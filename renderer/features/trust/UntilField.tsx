import type { KeyboardEvent } from 'react';
import { distanceWords, endOfDay, stepDay, untilProblem, type Until } from './untilDate.ts';
import { Segments } from '#renderer/ui/Segments.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './UntilField.module.css';

interface UntilFieldProps {
  /** 'Until' unless told. */
  readonly label?: string;
  readonly value: Until;
  readonly onChange: (value: Until) => void;
  readonly now: number;
}

/**
 * No end, or a day, written as 2026-12-23: the browser's own field follows the language of the computer, and 03/04 is two
 * different days. Arrow up and down move by a day, with Page up and down by 30.
 */
export function UntilField({ label = 'Until', value, onChange, now }: UntilFieldProps) {
  const end = endOfDay(value.date);
  const problem = untilProblem(value, now);
  const words = value.kind === 'never' || end === undefined ? 'Until you change it.' : distanceWords(end, now);
  const keyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const days = dayKeys[event.key];
    const date = days === undefined ? undefined : stepDay(value.date, days);
    if (date === undefined) return;
    event.preventDefault();
    onChange({ kind: 'date', date });
  };
  return (
    <div>
      <span className={styles['label']}>{label}</span>
      {/* Heard here: a field that hears its keys itself keeps Esc from the dialog. */}
      <div className={styles['row']} onKeyDown={keyDown}>
        <Segments
          label={label}
          options={[
            { id: 'never', label: 'No end' },
            { id: 'date', label: 'Date' },
          ]}
          value={value.kind}
          onChange={(kind) => {
            onChange({ ...value, kind });
          }}
        />
        <TextField
          label="Last day"
          labelPlace="hidden"
          icon="calendar"
          isMono
          placeholder="yyyy-mm-dd"
          inputMode="numeric"
          isDisabled={value.kind === 'never'}
          value={value.date}
          onChange={(date) => {
            onChange({ kind: 'date', date });
          }}
          className={styles['date']}
        />
      </div>
      <p className={problem === undefined ? styles['help'] : styles['problem']} role="status">
        {problem ?? words}
      </p>
    </div>
  );
}

const dayKeys: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 30, PageDown: -30 };
