import type { KeyboardEvent } from 'react';
import { selectServer, useScans } from '#renderer/state/scan.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph, glyphWords } from '#renderer/ui/Glyph.tsx';
import type { HostRow } from './hostRows.ts';
import styles from './HostList.module.css';

/** The hosts: arrows move, and what is chosen is shown. */
export function HostList({ rows }: { readonly rows: readonly HostRow[] }) {
  const selected = useScans((scans) => scans.selected);
  const choose = (key: string): void => {
    selectServer(key);
    document.getElementById(optionId(key))?.scrollIntoView({ block: 'nearest' });
  };
  const keyDown = (event: KeyboardEvent): void => {
    const at = rows.findIndex(({ key }) => key === selected);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: rows.length - 1,
    };
    const target = rows[Math.min(targets[event.key] ?? NaN, rows.length - 1)];
    if (target === undefined) return;
    choose(target.key);
    event.preventDefault();
  };
  const isListed = rows.some(({ key }) => key === selected);
  return (
    <div
      className={styles['scroll']}
      role="listbox"
      aria-label="Hosts"
      tabIndex={0}
      {...(isListed && selected !== undefined ? { 'aria-activedescendant': optionId(selected) } : {})}
      onKeyDown={keyDown}
    >
      {rows.map((row) => (
        <Row
          key={row.key}
          row={row}
          isSelected={row.key === selected}
          onChoose={() => {
            choose(row.key);
          }}
        />
      ))}
    </div>
  );
}

function optionId(key: string): string {
  return `host-${key}`;
}

interface RowProps {
  readonly row: HostRow;
  readonly isSelected: boolean;
  readonly onChoose: () => void;
}

function Row({ row, isSelected, onChoose }: RowProps) {
  const { key, label, glyph, word, tone, isScanning } = row;
  const verdict = glyph === undefined ? '' : `${glyphWords[glyph]}, `;
  const said = isScanning ? 'being scanned' : word;
  return (
    <div
      id={optionId(key)}
      role="option"
      aria-selected={isSelected}
      aria-label={`${label}, ${verdict}${said.replace(/ d$/, ' days left')}`}
      title={label}
      className={classes(styles['row'], isSelected && styles['on'])}
      onClick={onChoose}
    >
      {glyph === undefined ? <span /> : <Glyph kind={glyph} size={14} name="hidden" />}
      <span className={styles['label']}>{label}</span>
      <span className={classes(styles['word'], styles[isScanning ? 'scanning' : tone])}>{said}</span>
    </div>
  );
}
