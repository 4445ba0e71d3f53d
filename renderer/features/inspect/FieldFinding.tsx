import { explainFinding } from '#core/trust/explain.ts';
import { classes } from '#renderer/ui/classes.ts';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './FieldList.module.css';

interface FieldFindingProps {
  readonly numbered: NumberedFinding;
  /** 'region' stands by itself above the fields, 'row' under the field it is about. */
  readonly look: 'region' | 'row';
}

/** What was found, where it was found. */
export function FieldFinding({ numbered: { finding, number }, look }: FieldFindingProps) {
  const words = explainFinding(finding);
  return (
    <div className={classes(styles['finding'], styles[look])} role="note" aria-label={words.title}>
      {number === undefined ? (
        <Glyph kind={finding.severity === 'warning' ? 'warning' : 'note'} />
      ) : (
        <FindingNumber number={number} />
      )}
      <p>
        <b>{words.title}.</b> {words.cause}
      </p>
    </div>
  );
}
