import { distanceWords, endOfDay, untilProblem, type Until } from './untilDate.ts';
import { Segments } from '#renderer/ui/Segments.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './UntilField.module.css';

interface UntilFieldProps {
  readonly value: Until;
  readonly onChange: (value: Until) => void;
  readonly now: number;
}

/** No end, or a day. */
export function UntilField({ value, onChange, now }: UntilFieldProps) {
  const end = endOfDay(value.date);
  const problem = untilProblem(value, now);
  const words = value.kind === 'never' || end === undefined ? 'Until you change it.' : distanceWords(end, now);
  return (
    <div>
      <span className={styles['label']}>Until</span>
      <div className={styles['row']}>
        <Segments
          label="Until"
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
          type="date"
          isMono
          isDisabled={value.kind === 'never'}
          value={value.date}
          onChange={(date) => {
            onChange({ kind: 'date', date });
          }}
          className={styles['date']}
        />
      </div>
      <p className={problem === undefined ? styles['help'] : styles['problem']}>{problem ?? words}</p>
    </div>
  );
}
