import { useState } from 'react';
import type { DescribedRow } from '#core/certificate/describe.ts';
import type { Field } from '#core/certificate/field.ts';
import { formatCount } from '#core/format.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { FieldFinding } from './FieldFinding.tsx';
import styles from './FieldList.module.css';

/** Longest value shown at once, in characters: about eight lines. */
const SHORT_CHARS = 480;

interface FieldRowProps {
  readonly row: DescribedRow;
  readonly isMarked: boolean;
  readonly findings: readonly NumberedFinding[];
  readonly onMark: (field: Field) => void;
}

/** A field with what it means. Its name is the button that marks its bytes. */
export function FieldRow({ row, isMarked, findings, onMark }: FieldRowProps) {
  const { field, label, note, mono } = row;
  const mark = (): void => {
    if (field !== undefined) onMark(field);
  };
  return (
    <div
      className={classes(styles['row'], isMarked && styles['on'], field !== undefined && styles['linked'])}
      {...(isMarked ? { 'data-marked': true } : {})}
      onClick={() => {
        // Text that was picked out is being copied, not pressed.
        if (window.getSelection()?.isCollapsed !== false) mark();
      }}
    >
      <dt>
        {field === undefined ? (
          label
        ) : (
          <button type="button" aria-pressed={isMarked} onClick={mark}>
            {label}
          </button>
        )}
      </dt>
      <dd>
        <Value text={row.value} isMono={mono === true} />
        {note === undefined ? null : (
          <span className={classes(styles['say'], (mono === true || note.length > 60) && styles['below'])}>{note}</span>
        )}
        {findings.map((numbered, index) => (
          <FieldFinding key={index} numbered={numbered} look="row" />
        ))}
      </dd>
    </div>
  );
}

function Value({ text, isMono }: { readonly text: string; readonly isMono: boolean }) {
  const [length, setLength] = useState<'short' | 'whole'>('short');
  const isLong = text.length > SHORT_CHARS;
  const shown = isLong && length === 'short' ? cutAtComma(text) : text;
  const parts = text.split(', ').length;
  return (
    <span className={classes(isMono && styles['mono'])}>
      {shown}
      {isLong ? (
        <>
          {' '}
          <LinkButton
            onPress={() => {
              setLength(length === 'short' ? 'whole' : 'short');
            }}
          >
            {length === 'whole' ? 'Show less' : parts > 8 ? `Show all ${formatCount(parts)}` : 'Show all of it'}
          </LinkButton>
        </>
      ) : null}
    </span>
  );
}

function cutAtComma(text: string): string {
  const comma = text.lastIndexOf(', ', SHORT_CHARS);
  return `${text.slice(0, comma > SHORT_CHARS / 2 ? comma : SHORT_CHARS)} …`;
}
