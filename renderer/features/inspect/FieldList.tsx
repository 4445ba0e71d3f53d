import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { DescribedRow } from '#core/certificate/describe.ts';
import { findingField } from '#core/trust/findingField.ts';
import type { Finding, FindingKind } from '#core/trust/verdict.ts';
import { showDetail } from '#renderer/state/inspect.ts';
import { classes } from '#renderer/ui/classes.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { FieldFinding } from './FieldFinding.tsx';
import { FieldRow } from './FieldRow.tsx';
import type { FieldSection } from './fieldSections.ts';
import type { Marking } from './useMarked.ts';
import styles from './FieldList.module.css';

interface FieldListProps {
  readonly sections: readonly FieldSection[];
  readonly findings: readonly NumberedFinding[];
  readonly marking: Marking;
  /** How much is shown; absent where there is no more to show. */
  readonly detail?: 'plain' | 'full';
  /** Stands above the first section. */
  readonly lead?: ReactNode;
  /** The last section: its title, and what stands in it. */
  readonly end?: { readonly title: string; readonly children: ReactNode } | undefined;
}

/** All fields in one list; the tabs above it lead to its sections. */
export function FieldList({ sections, findings, marking, detail, lead, end }: FieldListProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const tabs = [
    ...sections.map(({ id, tab }) => ({ id, tab })),
    ...(end === undefined ? [] : [{ id: end.title, tab: end.title }]),
  ];
  const [current, follow] = useCurrentSection(scroll, tabs[0]?.id);
  useMarkedRow(scroll, marking);
  // What no row is about (the chain, the whole certificate, a field that is not there) stands above them.
  const fields = new Set(sections.flatMap(({ rows }) => rows.flatMap(({ field }) => field ?? [])));
  const isAtRow = ({ finding }: NumberedFinding): boolean => {
    const field = findingField(finding);
    return field !== undefined && fields.has(field);
  };
  const findingsAt = (row: DescribedRow): readonly NumberedFinding[] =>
    row.field === undefined ? [] : findings.filter(({ finding }) => standsAt(finding, row));
  return (
    <section className={styles['fields']} aria-label="Fields">
      <nav className={styles['jump']} aria-label="Sections">
        {tabs.map(({ id, tab }) => (
          <button
            key={id}
            type="button"
            className={classes(id === current && styles['current'])}
            {...(id === current ? { 'aria-current': true } : {})}
            onClick={() => {
              sectionOf(scroll.current, id)?.scrollIntoView({ block: 'start' });
            }}
          >
            {tab}
          </button>
        ))}
      </nav>
      <div ref={scroll} className={styles['scroll']} onScroll={follow}>
        {lead}
        {findings
          .filter((numbered) => !isAtRow(numbered))
          .map((numbered, index) => (
            <FieldFinding key={index} numbered={numbered} look="region" />
          ))}
        {sections.map(({ id, title, rows }, index) => (
          <section key={id} data-section={id} className={styles['group']} aria-label={title}>
            <h2>{title}</h2>
            {index === 0 && detail !== undefined ? <Detail detail={detail} /> : null}
            <dl>
              {rows.map((row, index) => (
                <FieldRow
                  key={index}
                  row={row}
                  isMarked={row.field !== undefined && row.field === marking.field}
                  findings={findingsAt(row)}
                  onMark={marking.markField}
                />
              ))}
            </dl>
          </section>
        ))}
        {end === undefined ? null : (
          <section data-section={end.title} className={styles['group']} aria-label={end.title}>
            <h2>{end.title}</h2>
            {end.children}
          </section>
        )}
      </div>
    </section>
  );
}

/** At the head of the first section, for all of them. */
function Detail({ detail }: { readonly detail: 'plain' | 'full' }) {
  return (
    <span className={styles['detail']}>
      <LinkButton
        onPress={() => {
          showDetail(detail === 'full' ? 'plain' : 'full');
        }}
      >
        {detail === 'full' ? 'Show the main fields' : 'Show every number'}
      </LinkButton>
    </span>
  );
}

/** Three rows tell of the validity: a finding stands at the one that it is about. */
const validityRows: Partial<Readonly<Record<FindingKind, string>>> = {
  'not-yet-valid': 'From',
  'validity-too-long': 'In all',
};

function standsAt(finding: Finding, row: DescribedRow): boolean {
  const field = findingField(finding);
  return field === row.field && (field !== 'validity' || row.label === (validityRows[finding.kind] ?? 'Until'));
}

function sectionOf(scroll: HTMLElement | null, id: string): HTMLElement | undefined {
  return [...(scroll?.querySelectorAll<HTMLElement>('[data-section]') ?? [])].find(
    (section) => section.dataset['section'] === id,
  );
}

/** The section that is read: the last one whose beginning has passed the top, or the very last at the end of the list. */
function useCurrentSection(scroll: React.RefObject<HTMLDivElement | null>, first: string | undefined) {
  const [current, setCurrent] = useState<string>();
  const follow = (): void => {
    const list = scroll.current;
    if (list === null) return;
    const all = [...list.querySelectorAll<HTMLElement>('[data-section]')];
    const passed = all.filter((section) => section.offsetTop - list.offsetTop <= list.scrollTop + 8);
    const isAtEnd = list.scrollTop > 0 && list.scrollTop + list.clientHeight >= list.scrollHeight - 2;
    setCurrent((isAtEnd ? all : passed).at(-1)?.dataset['section']);
  };
  return [current ?? first, follow] as const;
}

/** What was marked in another pane is brought into sight. */
function useMarkedRow(scroll: React.RefObject<HTMLDivElement | null>, { field, marked }: Marking): void {
  useEffect(() => {
    if (field === undefined || marked?.from === 'fields') return;
    scroll.current?.querySelector('[data-marked]')?.scrollIntoView({ block: 'nearest' });
  }, [scroll, field, marked]);
}
