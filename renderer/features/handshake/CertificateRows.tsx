import { useMemo, useState } from 'react';
import { Lane } from './Lane.tsx';
import { sentCertificates } from './sentCertificates.ts';
import { formatCount } from '#core/format.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import { classes } from '#renderer/ui/classes.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './Ladder.module.css';

interface CertificateRowsProps {
  /** SHA-256 in the order they were sent. */
  readonly sent: readonly string[];
  readonly certificates: CertificateBag;
  /** Opens one in the viewer; absent where there is nothing to open it from. */
  readonly onInspect?: ((sha256: string) => void) | undefined;
}

/** Shown at first: a chain in use has two to four. */
const FIRST = 6;
/** More at a time: each has to be decoded for its name, which must not be felt. */
const STEP = 40;

/** The certificates of a message, each opening the viewer. */
export function CertificateRows({ sent, certificates, onInspect }: CertificateRowsProps) {
  const [limit, setLimit] = useState(FIRST);
  const shown = useMemo(() => sentCertificates(sent.slice(0, limit), certificates), [sent, certificates, limit]);
  const left = sent.length - shown.length;
  return (
    <>
      {shown.map(({ sha256, name, bytes }, index) => (
        <button
          // The same certificate may be sent twice: its place is part of its key.
          key={`${String(index)} ${sha256}`}
          type="button"
          data-row
          disabled={onInspect === undefined || bytes === undefined}
          title={`Open ${name} in the viewer`}
          className={classes(styles['row'], styles['child'])}
          onClick={() => onInspect?.(sha256)}
        >
          <span />
          <Lane />
          <span className={styles['name']}>{name}</span>
          <span className={styles['go']} aria-hidden="true">
            Open
          </span>
          <span className={styles['bytes']}>{bytes === undefined ? '' : formatCount(bytes)}</span>
        </button>
      ))}
      {left === 0 ? null : (
        <div className={classes(styles['row'], styles['child'])}>
          <span />
          <Lane />
          <span className={classes(styles['note'], styles['wide'], styles['inset'])}>
            and {formatCount(left)} more.{' '}
            <LinkButton
              onPress={() => {
                setLimit(limit + STEP);
              }}
            >
              Show {left <= STEP ? 'them' : `${String(STEP)} of them`}
            </LinkButton>
          </span>
        </div>
      )}
    </>
  );
}
