import { shortFingerprint } from '#core/certificate/fingerprint.ts';
import type { ResponseBody } from '#core/http/exchange.ts';
import { formatBytes } from '#core/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import type { BodyKind } from './bodyText.ts';
import styles from './BodyView.module.css';

interface SizeLineProps {
  readonly body: ResponseBody;
  readonly kind: BodyKind;
  readonly isWhole: boolean;
}

/** What the body is, how long it is in each form, and its hash. */
export function SizeLine({ body, kind, isWhole }: SizeLineProps) {
  const charset = kind.charset.toUpperCase();
  return (
    <p className={styles['sizes']}>
      {body.truncated === true ? (
        <span className={styles['cut']}>
          <Glyph kind="warning" size={13} name="hidden" />
          Cut short: what is kept is what came
        </span>
      ) : null}
      <span>
        {body.mediaType ?? 'no type given'}
        {kind.kind === 'binary' ? null : (
          <small>
            {' '}
            {charset} {kind.charsetFrom === 'header' ? 'from the header' : 'by default'}
          </small>
        )}
      </span>
      <span>
        {isWhole ? `${formatBytes(body.bytes)} decoded` : `${formatBytes(body.bytes)}, kept on disk, shown in parts`}
      </span>
      {body.encoding === undefined ? null : (
        <span>
          {formatBytes(body.wireBytes)} on the wire, {body.encoding}
        </span>
      )}
      <span className={styles['print']} title={body.sha256}>
        sha256 {shortFingerprint(body.sha256)}
      </span>
    </p>
  );
}
