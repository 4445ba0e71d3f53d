import { memo, useRef } from 'react';
import { CertificateRows } from './CertificateRows.tsx';
import { HexPane } from './HexPane.tsx';
import { Lane } from './Lane.tsx';
import { OpenedMessage } from './OpenedMessage.tsx';
import type { AsideRow, EndRow, GateRow, LadderRow, MessageRow, PauseRow, RequestRow } from './ladder.ts';
import { formatCount } from '#core/format.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import { unreachable } from '#core/result.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph, glyphWords } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import opened from './OpenedMessage.module.css';
import styles from './Ladder.module.css';

export interface LadderRowProps {
  readonly row: LadderRow;
  readonly isOpen: boolean;
  readonly onToggle: (key: string) => void;
  readonly onMore: () => void;
  readonly onInspect: (sha256: string) => void;
  readonly report: TlsReport;
  readonly certificates: CertificateBag;
}

/** One row of the ladder, whatever it is. Drawn anew only when it changes: a ladder may have hundreds. */
export const LadderRowView = memo(function LadderRowView({ row, ...props }: LadderRowProps) {
  switch (row.kind) {
    case 'message':
      return <Message row={row} {...props} />;
    case 'pause':
      return <Pause row={row} />;
    case 'aside':
      return <Aside row={row} />;
    case 'gate':
      return <Gate row={row} />;
    case 'request':
      return <Request row={row} />;
    case 'end':
      return <End row={row} />;
    case 'more':
      return <More count={row.count} onMore={props.onMore} />;
    default:
      return unreachable(row);
  }
});

type MessageProps = Omit<LadderRowProps, 'row'> & { readonly row: MessageRow };

function Message({ row, isOpen, onToggle, onInspect, report, certificates }: MessageProps) {
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    onToggle(row.key);
    button.current?.focus();
  };
  return (
    <div role="listitem">
      <button
        ref={button}
        type="button"
        data-row
        aria-expanded={isOpen}
        className={classes(styles['row'], isOpen && styles['open'])}
        onClick={() => {
          onToggle(row.key);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isOpen) onToggle(row.key);
        }}
      >
        <Time time={row.time} />
        <Lane from={row.from} line={row.encrypted ? 'encrypted' : 'clear'} tone={row.tone} />
        <span className={styles['name']}>
          {row.count === 1 ? row.type : `${row.type} × ${row.count}`}
          {row.decrypted ? <Icon name="decrypted" size={13} label="Decrypted by Wireglass" /> : null}
        </span>
        <span className={styles['note']} title={row.note}>
          {row.note}
        </span>
        <span className={styles['bytes']}>{formatCount(row.bytes)}</span>
      </button>
      {isOpen
        ? row.messages.map((message, index) => (
            <OpenedMessage
              key={index}
              message={message}
              report={report}
              which={row.count === 1 ? undefined : `${String(index + 1)} of ${String(row.count)}`}
              onClose={close}
            />
          ))
        : null}
      {row.certificates.length === 0 ? null : (
        <CertificateRows sent={row.certificates} certificates={certificates} onInspect={onInspect} />
      )}
    </div>
  );
}

function Pause({ row }: { readonly row: PauseRow }) {
  return (
    <div role="listitem" className={classes(styles['row'], styles['pause'])}>
      <span />
      <Lane />
      <span className={classes(styles['note'], styles['wide'])}>{row.words}</span>
    </div>
  );
}

function Aside({ row }: { readonly row: AsideRow }) {
  return (
    <div role="listitem" className={styles['row']}>
      <span />
      <Lane />
      <span className={classes(styles['note'], styles['wide'])}>{row.words}</span>
    </div>
  );
}

function Gate({ row }: { readonly row: GateRow }) {
  return (
    <div role="listitem" className={classes(styles['row'], styles['gate'], styles[row.verdict])}>
      <Time time={row.time} />
      <Lane>
        <span className={styles['bar']}>
          <Glyph kind={row.verdict} size={13} name="hidden" />
        </span>
      </Lane>
      <span className={styles['name']} title={glyphWords[row.verdict]}>
        {row.title}
      </span>
      <span className={styles['note']}>{row.note}</span>
      <span />
    </div>
  );
}

function Request({ row }: { readonly row: RequestRow }) {
  return (
    <div role="listitem" className={styles['row']}>
      <Time time={row.time} />
      <Lane from="client" line="encrypted" />
      <span className={styles['name']}>
        <span className={styles['clip']}>{row.title}</span>
      </span>
      <span className={styles['note']}>{row.note}</span>
      <span />
    </div>
  );
}

function End({ row }: { readonly row: EndRow }) {
  return (
    <div role="listitem">
      <div className={styles['row']}>
        <span />
        {row.bytes === undefined ? <Lane /> : <Lane from="server" tone="fatal" />}
        <span className={styles['name']}>{row.title}</span>
        <span className={styles['note']}>{row.note}</span>
        <span className={styles['bytes']}>{row.bytes === undefined ? '' : formatCount(row.bytes.length)}</span>
      </div>
      {row.bytes === undefined ? null : (
        <section className={classes(opened['opened'], opened['alone'])} aria-label="What the server sent">
          <HexPane label="First bytes of the server" bytes={row.bytes} />
        </section>
      )}
    </div>
  );
}

function More({ count, onMore }: { readonly count: number; readonly onMore: () => void }) {
  return (
    <div role="listitem" className={classes(styles['row'], styles['pause'])}>
      <span />
      <Lane />
      <span className={classes(styles['note'], styles['wide'])}>
        {formatCount(count)} rows between are folded. <LinkButton onPress={onMore}>Show more</LinkButton>
      </span>
    </div>
  );
}

function Time({ time }: { readonly time: string | undefined }) {
  return <span className={styles['time']}>{time}</span>;
}
