import { FindingNumber } from './FindingNumber.tsx';
import type { NumberedFinding } from './findingNumbers.ts';
import { Glyph } from './Glyph.tsx';
import styles from './ChainGraph.module.css';

/** The numbers of the problems and the glyphs of warnings and notes of one certificate. */
export function ChainMarks({ marks }: { readonly marks: readonly NumberedFinding[] }) {
  if (marks.length === 0) return null;
  return (
    <span className={styles['marks']}>
      {marks.map(({ finding, number }, index) =>
        number === undefined ? (
          <Glyph key={index} kind={finding.severity === 'warning' ? 'warning' : 'note'} />
        ) : (
          <FindingNumber key={index} number={number} />
        ),
      )}
    </span>
  );
}
