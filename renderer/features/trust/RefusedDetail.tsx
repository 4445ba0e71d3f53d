import { showRefused } from './refusedActions.ts';
import { pinOf } from './refusedRows.ts';
import type { RefusedUse } from './refusedUses.ts';
import { shortPrint } from './shortPrint.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './OpenTable.module.css';

interface RefusedDetailProps {
  readonly refusal: Distrust;
  readonly uses: readonly RefusedUse[];
  readonly onAllow: () => void;
}

/** More than these are counted: the row must stay a row. */
const LISTED = 12;

/** By which number something is refused, and what of the store that is about. */
export function RefusedDetail({ refusal, uses, onAllow }: RefusedDetailProps) {
  const { kind, sha256, certificate, note, label } = refusal;
  return (
    <>
      {note === undefined ? null : <p className={styles['words']}>Your note: {note}</p>}
      <dl className={styles['facts']}>
        <dt>{kind === 'key' ? 'SHA-256 of the key' : 'SHA-256'}</dt>
        <dd>
          <span className={styles['print']}>
            <FingerprintText hex={sha256} />
          </span>
          <CopyButton text={withColons(sha256)} label="Copy SHA-256" size="small" />
        </dd>
        {kind === 'key' ? (
          <>
            <dt>Pin</dt>
            <dd>
              <span className={styles['print']}>{pinOf(sha256)}</span>
              <CopyButton text={pinOf(sha256)} label="Copy pin" size="small" />
            </dd>
          </>
        ) : null}
      </dl>
      {uses.length === 0 ? null : <Uses uses={uses} />}
      <div className={styles['actions']}>
        {certificate === undefined ? null : (
          <Button size="small" icon="certificate" onPress={() => void showRefused(certificate, label)}>
            Show certificate
          </Button>
        )}
        <Button size="small" variant="quiet" className={styles['remove']} onPress={onAllow}>
          No longer refuse…
        </Button>
      </div>
    </>
  );
}

function Uses({ uses }: { readonly uses: readonly RefusedUse[] }) {
  return (
    <ul className={styles['uses']} aria-label="Certificates it is about">
      {uses.slice(0, LISTED).map(({ sha256, name, where }) => (
        <li key={sha256}>
          <Icon name="certificate" size={14} />
          <span>
            <LinkButton onPress={() => void showRefused(sha256, name)}>{name}</LinkButton>
          </span>
          <span className={styles['print']} title={withColons(sha256)}>
            {shortPrint(sha256)}
          </span>
          <span title={where}>{where}</span>
        </li>
      ))}
      {uses.length > LISTED ? (
        <li>
          <Icon name="certificate" size={14} />
          <span>{uses.length - LISTED} more</span>
          <span />
          <span />
        </li>
      ) : null}
    </ul>
  );
}
