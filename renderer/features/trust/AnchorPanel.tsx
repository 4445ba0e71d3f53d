import { AnchorChanges } from './AnchorChanges.tsx';
import { AnchorForm } from './AnchorForm.tsx';
import type { AnchorAction } from './anchorAction.ts';
import { EndBadge } from './EndBadge.tsx';
import { ListedAnchor } from './ListedAnchor.tsx';
import { Reliance } from './Reliance.tsx';
import { showCertificate } from './showCertificate.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { AnchorState } from '#core/trust/anchorState.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { formatDate } from '#renderer/ui/format.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import styles from './AnchorPanel.module.css';

interface AnchorPanelProps {
  readonly anchor: Anchor;
  readonly anchorState: AnchorState;
  /** Whether the user made an anchor of the same certificate: what stands there counts. */
  readonly hasCustom: boolean;
  readonly revision: number;
  readonly now: number;
  readonly onAction: (action: AnchorAction) => void;
  readonly onClose: () => void;
}

/** One anchor: for which hosts, until when and why it is trusted, who relied on it, and how it came here. */
export function AnchorPanel({ anchor, anchorState, revision, now, onAction, onClose, hasCustom }: AnchorPanelProps) {
  const isCustom = anchor.source === 'custom';
  const shared = <Facts anchor={anchor} revision={revision} now={now} />;
  const show = (
    <Button variant="quiet" className={styles['quiet']} onPress={() => void showCertificate(anchor)}>
      Show certificate
    </Button>
  );
  return (
    <aside id="anchor-panel" tabIndex={-1} className={styles['panel']} aria-label={anchor.label}>
      <header className={styles['head']}>
        <div>
          <h2>{anchor.label}</h2>
          <p>{isCustom ? `Custom anchor, added ${addedWords(anchor)} by you` : sourceWords[anchor.source]}</p>
        </div>
        <IconButton icon="close" label="Close" size="small" onPress={onClose} />
      </header>
      {isCustom ? (
        <AnchorForm anchor={anchor} now={now} below={shared}>
          {show}
          <Button
            variant="quiet"
            className={classes(styles['quiet'], styles['remove'])}
            onPress={() => {
              onAction({ kind: 'remove', anchors: [anchor] });
            }}
          >
            Remove…
          </Button>
        </AnchorForm>
      ) : (
        <ListedAnchor
          anchor={anchor}
          anchorState={anchorState}
          hasCustom={hasCustom}
          below={shared}
          show={show}
          onAction={onAction}
        />
      )}
    </aside>
  );
}

function Facts({ anchor, revision, now }: Pick<AnchorPanelProps, 'anchor' | 'revision' | 'now'>) {
  return (
    <>
      <section>
        <h3 className={styles['label']}>SHA-256</h3>
        <div className={styles['print']}>
          <span>
            <FingerprintText hex={anchor.sha256} />
          </span>
          <CopyButton text={withColons(anchor.sha256)} label="Copy SHA-256" size="small" />
        </div>
        <p className={styles['help']}>
          {originWords(anchor)}
          {anchor.key}, ends <EndBadge notBefore={anchor.notBefore} notAfter={anchor.notAfter} now={now} />
        </p>
      </section>
      <Reliance sha256={anchor.sha256} revision={revision} />
      <AnchorChanges sha256={anchor.sha256} revision={revision} />
    </>
  );
}

const sourceWords: Record<Anchor['source'], string> = {
  custom: '',
  system: 'From the list of this computer',
  bundled: 'From Mozilla’s list, shipped with this version',
};

function addedWords(anchor: Anchor): string {
  return anchor.addedAt === undefined ? '' : formatDate(anchor.addedAt);
}

function originWords({ origin }: Anchor): string {
  switch (origin?.kind) {
    case 'file':
      return `From ${origin.name}. `;
    case 'server':
      return `Shown by ${origin.name}. `;
    case 'url':
      return `From ${origin.name}. `;
    case 'paste':
      return 'Pasted. ';
    case undefined:
      return '';
  }
}
