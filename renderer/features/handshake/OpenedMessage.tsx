import { useMemo, useState, type KeyboardEvent } from 'react';
import { FieldTree } from './FieldTree.tsx';
import { HexPane } from './HexPane.tsx';
import { MessageFields } from './MessageFields.tsx';
import { hidesTicket, messageBytes } from './messageBytes.ts';
import { openAtFirst, outlineRows, parentOf, pathAt } from './outlineRows.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import { outlineMessage } from '#core/tls/outline.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import styles from './OpenedMessage.module.css';

interface OpenedMessageProps {
  readonly message: TlsMessage;
  readonly report: TlsReport;
  /** Which of several in the same row, e.g. '1 of 2'; absent when it stands alone. */
  readonly which?: string | undefined;
  /** Escape was pressed. */
  readonly onClose: () => void;
}

/** A row of the ladder, opened: decoded fields beside the bytes they came from, linked by the mark. */
export function OpenedMessage({ message, report, which, onClose }: OpenedMessageProps) {
  const found = useMemo(() => messageBytes(message, report), [message, report]);
  return (
    <section
      className={styles['opened']}
      aria-label={which === undefined ? message.type : `${message.type} ${which}`}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      {found.kind === 'bytes' ? (
        <Linked message={message} report={report} bytes={found.bytes} />
      ) : (
        <MessageFields message={message} />
      )}
      <footer className={styles['foot']}>
        <p>
          {which === undefined ? null : <b>{which}. </b>}
          {found.kind === 'absent' ? found.why : null}
          {found.kind === 'bytes' && hidesTicket(message)
            ? 'The ticket is a secret. It is left out on purpose: zeros stand in its place.'
            : null}
        </p>
        {found.kind === 'bytes' ? (
          <CopyButton look="words" size="small" label="Copy hex" text={() => toHex(found.bytes)} />
        ) : null}
        <CopyButton look="words" size="small" label="Copy fields as JSON" text={() => fieldsJson(message)} />
      </footer>
    </section>
  );
}

interface LinkedProps {
  readonly message: TlsMessage;
  readonly report: TlsReport;
  readonly bytes: Uint8Array;
}

/** Picked stays, pointed at goes with the pointer: both mark a field and its bytes. */
function Linked({ message, report, bytes }: LinkedProps) {
  const { version, cipher } = report;
  const nodes = useMemo(
    () =>
      outlineMessage(bytes, {
        from: message.from,
        ...(version === undefined ? {} : { version }),
        ...(cipher === undefined ? {} : { cipher }),
      }),
    [bytes, message.from, version, cipher],
  );
  const [open, setOpen] = useState(() => openAtFirst(nodes));
  const [picked, setPicked] = useState<string>();
  const [pointed, setPointed] = useState<string>();
  const rows = useMemo(() => outlineRows(nodes, open), [nodes, open]);
  const marked = rows.find(({ key }) => key === (pointed ?? picked));
  const rowAt = (offset: number): string | undefined => pathAt(nodes, offset).findLast((key) => isShown(key, open));
  return (
    <div className={styles['linked']}>
      <FieldTree
        label={`Fields of ${message.type}`}
        rows={rows}
        picked={picked}
        marked={marked?.key}
        onPick={setPicked}
        onPoint={setPointed}
        onFold={(key) => {
          setOpen((keys) => (keys.has(key) ? without(keys, key) : new Set([...keys, key])));
        }}
      />
      <HexPane
        label={`Bytes of ${message.type}`}
        bytes={bytes}
        mark={marked}
        picked={rows.find(({ key }) => key === picked)}
        onPoint={(offset) => {
          setPointed(offset === undefined ? undefined : rowAt(offset));
        }}
        onPick={(offset) => {
          const path = pathAt(nodes, offset);
          // What was picked is shown, also when it lay in a folded list.
          setOpen((keys) => new Set([...keys, ...path.slice(0, -1)]));
          setPicked(path.at(-1));
        }}
      />
    </div>
  );
}

/** Whether a line can be seen: all that stand above it are open. */
function isShown(key: string, open: ReadonlySet<string>): boolean {
  for (let above = parentOf(key); above !== undefined; above = parentOf(above)) if (!open.has(above)) return false;
  return true;
}

function without(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return new Set([...keys].filter((other) => other !== key));
}

/** What the report says of the message, without its bytes: they have a button of their own. */
function fieldsJson(message: TlsMessage): string {
  return JSON.stringify(message, (key, value: unknown) => (key === 'raw' ? undefined : value), 2);
}
