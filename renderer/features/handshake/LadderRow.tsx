import { Lane } from './Lane.tsx';
import { MessageFields } from './MessageFields.tsx';
import { sentCertificates } from './sentCertificates.ts';
import type { GateRow, LadderRow, MessageRow, PauseRow, RequestRow } from './ladder.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import { unreachable } from '#core/result.ts';
import { classes } from '#renderer/ui/classes.ts';
import { formatCount } from '#core/format.ts';
import { Glyph, glyphWords } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './Ladder.module.css';

interface LadderRowProps {
  readonly row: LadderRow;
  readonly isOpen: boolean;
  readonly onToggle: (key: string) => void;
  /** SHA-256 of the server's certificates in their order. */
  readonly sent: readonly string[];
  readonly certificates: CertificateBag;
}

/** One row of the ladder, whatever it is. */
export function LadderRowView({ row, ...props }: LadderRowProps) {
  switch (row.kind) {
    case 'message':
      return <Message row={row} {...props} />;
    case 'pause':
      return <Pause row={row} />;
    case 'gate':
      return <Gate row={row} />;
    case 'request':
      return <Request row={row} />;
    default:
      return unreachable(row);
  }
}

function Message({
  row,
  isOpen,
  onToggle,
  sent,
  certificates,
}: Omit<LadderRowProps, 'row'> & { readonly row: MessageRow }) {
  const isChain = row.type === 'Certificate' && row.from === 'server';
  return (
    <div role="listitem">
      <button
        type="button"
        data-row
        aria-expanded={isOpen}
        className={classes(styles['row'], isOpen && styles['open'])}
        onClick={() => {
          onToggle(row.key);
        }}
      >
        <Time time={row.time} />
        <Lane from={row.from} line={row.encrypted ? 'encrypted' : 'clear'} tone={isFatal(row) ? 'fatal' : 'plain'} />
        <span className={styles['name']}>
          {row.count === 1 ? row.type : `${row.type} × ${row.count}`}
          {row.decrypted ? <Icon name="decrypted" size={13} label="Decrypted by Wireglass" /> : null}
        </span>
        <span className={styles['note']}>{row.note}</span>
        <span className={styles['bytes']}>{formatCount(row.bytes)}</span>
      </button>
      {isChain
        ? sentCertificates(sent, certificates).map((certificate) => (
            <div key={certificate.sha256} className={classes(styles['row'], styles['child'])}>
              <span />
              <Lane />
              <span className={styles['name']}>{certificate.name}</span>
              <span />
              <span className={styles['bytes']}>{formatCount(certificate.bytes)}</span>
            </div>
          ))
        : null}
      {isOpen ? row.messages.map((message, index) => <MessageFields key={index} message={message} />) : null}
    </div>
  );
}

function isFatal(row: MessageRow): boolean {
  return row.type === 'Alert' && row.note.endsWith('fatal');
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

function Time({ time }: { readonly time: string | undefined }) {
  return <span className={styles['time']}>{time}</span>;
}
