import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { LadderRowView } from './LadderRow.tsx';
import { boundRows, ladderOf } from './ladder.ts';
import type { CertificateBag, Exchange } from '#core/http/exchange.ts';
import { formatPlural } from '#core/format.ts';
import { inspectExchange } from '#renderer/state/inspectExchange.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './Ladder.module.css';

interface LadderProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
}

/** Rows drawn at first, and how many more at a time: a handshake has ten to thirty, a hostile one five hundred. */
const FIRST_ROWS = 40;
const MORE_ROWS = 60;

/** Every message in its order: client left, server right. Arrows move, Enter opens a row to its decoded fields. */
export function Ladder({ exchange, certificates }: LadderProps) {
  const [compatibility, setCompatibility] = useState<'fold' | 'show'>('fold');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [head, setHead] = useState(FIRST_ROWS);
  const rows = useRef<HTMLDivElement>(null);
  const ladder = useMemo(() => ladderOf(exchange, compatibility), [exchange, compatibility]);
  const toggle = useCallback((key: string): void => {
    setOpened((keys) =>
      keys.has(key) ? new Set([...keys].filter((other) => other !== key)) : new Set([...keys, key]),
    );
  }, []);
  const more = useCallback((): void => {
    setHead((count) => count + MORE_ROWS);
  }, []);
  const inspect = useCallback(
    (sha256: string): void => {
      inspectExchange({ exchange, certificates }, sha256);
    },
    [exchange, certificates],
  );
  const report = exchange.connection?.tls;
  if (report === undefined || ladder.rows.length === 0)
    return <p className={styles['none']}>No handshake message was recorded.</p>;
  return (
    <>
      <header className={styles['title']}>
        <h2>Handshake</h2>
        <span className={styles['legend']}>
          <DoubleLine />
          encrypted
        </span>
        <span className={styles['legend']}>
          <Icon name="decrypted" size={14} />
          decrypted here
        </span>
      </header>
      <div className={styles['head']} aria-hidden="true">
        <span className={styles['number']}>ms</span>
        <span className={styles['ends']}>
          <span>Client</span>
          <span>Server</span>
        </span>
        <span />
        <span />
        <span className={styles['number']}>bytes</span>
      </div>
      <div
        ref={rows}
        role="list"
        aria-label="Messages"
        className={styles['items']}
        onKeyDown={(event) => {
          moveFocus(event, rows.current);
        }}
      >
        {boundRows(ladder.rows, head).map((row) => (
          <LadderRowView
            key={row.key}
            row={row}
            isOpen={opened.has(row.key)}
            onToggle={toggle}
            onMore={more}
            onInspect={inspect}
            report={report}
            certificates={certificates}
          />
        ))}
      </div>
      <Folded count={ladder.folded} compatibility={compatibility} onChange={setCompatibility} />
    </>
  );
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || list === null) return;
  const buttons = [...list.querySelectorAll<HTMLElement>('[data-row]')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

interface FoldedProps {
  readonly count: number;
  readonly compatibility: 'fold' | 'show';
  readonly onChange: (compatibility: 'fold' | 'show') => void;
}

function Folded({ count, compatibility, onChange }: FoldedProps) {
  if (compatibility === 'show') {
    return (
      <p className={styles['foot']}>
        change_cipher_spec records are shown.{' '}
        <LinkButton
          onPress={() => {
            onChange('fold');
          }}
        >
          Hide
        </LinkButton>
      </p>
    );
  }
  if (count === 0) return null;
  return (
    <p className={styles['foot']}>
      {formatPlural(count, 'change_cipher_spec record')} hidden.{' '}
      <LinkButton
        onPress={() => {
          onChange('show');
        }}
      >
        Show
      </LinkButton>
    </p>
  );
}

function DoubleLine() {
  return (
    <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
      <path d="M0 5.5h14M0 8.5h14" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  );
}
