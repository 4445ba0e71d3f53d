import { useState } from 'react';
import type { ComparedGroup, ComparedRow, ComparedValue } from '#core/compare/comparison.ts';
import { formatPlural } from '#core/format.ts';
import { classes } from '#renderer/ui/classes.ts';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './ComparedTable.module.css';

interface ComparedTableProps {
  readonly groups: readonly ComparedGroup[];
  /** Whether equal fields are folded, group by group. */
  readonly fold: 'folded' | 'open';
}

/** Field by field: A beside B, only the differing part marked, equal ones folded and counted. */
export function ComparedTable({ groups, fold }: ComparedTableProps) {
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label="Field by field">
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">
              <span className={styles['letter']}>A</span>
            </th>
            <th scope="col">
              <span className={styles['letter']}>B</span>
            </th>
          </tr>
        </thead>
        {groups.map((group) => (
          <Group key={`${group.title} ${fold}`} group={group} fold={fold} />
        ))}
      </table>
    </div>
  );
}

function Group({ group: { title, rows }, fold }: { readonly group: ComparedGroup } & Pick<ComparedTableProps, 'fold'>) {
  const [own, setOwn] = useState(fold);
  const equal = rows.filter(({ kind }) => kind === 'equal');
  const differing = rows.filter(({ kind }) => kind === 'differs');
  const isOpen = own === 'open';
  return (
    <tbody>
      <tr className={styles['group']}>
        <th colSpan={3} scope="colgroup">
          {title}{' '}
          <span>{differing.length === 0 ? 'equal' : `${formatPlural(differing.length, 'differs', 'differ')}`}</span>
        </th>
      </tr>
      {differing.map((row, index) => (
        <Row key={index} row={row} />
      ))}
      {equal.length === 0 ? null : (
        <tr className={styles['fold']}>
          <th colSpan={3}>
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => {
                setOwn(isOpen ? 'folded' : 'open');
              }}
            >
              <Icon name={isOpen ? 'down' : 'right'} size={12} />
              <b>{formatPlural(equal.length, 'equal', 'equal')}</b>
              <span>{listed(equal)}</span>
            </button>
          </th>
        </tr>
      )}
      {isOpen ? equal.map((row, index) => <Row key={index} row={row} />) : null}
    </tbody>
  );
}

/** Labels of what is folded, as many as fit in a line. */
const MOST_LISTED = 6;

function listed(rows: readonly ComparedRow[]): string {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const more = labels.length > MOST_LISTED ? ` and ${String(labels.length - MOST_LISTED)} more` : '';
  return labels.slice(0, MOST_LISTED).join(', ') + more;
}

function Row({ row: { label, difference, a, b } }: { readonly row: ComparedRow }) {
  return (
    <tr>
      <th scope="row">
        {difference === undefined ? null : <FindingNumber number={difference} tone="neutral" />}
        {label}
      </th>
      <td>
        <Value value={a} />
      </td>
      <td>
        <Value value={b} />
      </td>
    </tr>
  );
}

/** Longest text of a segment that is drawn: a thousand names are for the viewer. */
const MOST_CHARS = 1200;

function Value({ value }: { readonly value: ComparedValue | undefined }) {
  if (value === undefined) return <span className={styles['absent']}>absent</span>;
  const { segments, mono, note } = value;
  return (
    <>
      <div className={classes(mono === true && styles['mono'])}>
        {segments.slice(0, 200).map(({ text, kind }, index) => {
          const shown = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
          return kind === 'differs' ? <mark key={index}>{shown}</mark> : <span key={index}>{shown}</span>;
        })}
      </div>
      {note === undefined ? null : <div className={styles['say']}>{note}</div>}
    </>
  );
}
