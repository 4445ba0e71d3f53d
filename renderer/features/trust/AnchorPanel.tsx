import { AnchorChanges } from './AnchorChanges.tsx';
import { AnchorForm } from './AnchorForm.tsx';
import { removeAnchor } from './changeTrust.ts';
import { EndBadge } from './EndBadge.tsx';
import { withColons } from '#core/certificate/fingerprint.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { openInspector } from '#renderer/state/inspect.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { FingerprintText } from '#renderer/ui/FingerprintText.tsx';
import { formatDate } from '#renderer/ui/format.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import styles from './AnchorPanel.module.css';

interface AnchorPanelProps {
  readonly anchor: Anchor;
  readonly revision: number;
  readonly now: number;
  readonly onClose: () => void;
}

/** One anchor: for which hosts, until when and why it is trusted, and how it came here. Only custom ones can be changed. */
export function AnchorPanel({ anchor, revision, now, onClose }: AnchorPanelProps) {
  const isCustom = anchor.source === 'custom';
  const shared = (
    <>
      <section>
        <h3 className={styles['label']}>SHA-256</h3>
        <div className={styles['print']}>
          <span>
            <FingerprintText hex={anchor.sha256} />
          </span>
          <CopyButton text={withColons(anchor.sha256)} label="Copy SHA-256" size="small" />
        </div>
        <p className={styles['help']}>{originWords(anchor)}</p>
      </section>
      <section>
        <h3 className={styles['label']}>Certificate</h3>
        <p className={styles['help']}>
          {anchor.key}, ends <EndBadge notBefore={anchor.notBefore} notAfter={anchor.notAfter} now={now} />
        </p>
      </section>
      {isCustom ? <AnchorChanges sha256={anchor.sha256} revision={revision} /> : null}
    </>
  );
  const show = (
    <Button
      variant="quiet"
      onPress={() => {
        openInspector({
          title: anchor.label,
          origin: isCustom ? 'your own anchor' : sourceWords[anchor.source].replace(/^From/, 'from'),
          certificates: { [anchor.sha256]: anchor.pem },
          sent: [anchor.sha256],
          path: [],
          order: 'file',
        });
      }}
    >
      Open in viewer
    </Button>
  );
  return (
    <aside className={styles['panel']} aria-label={anchor.label}>
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
          <Button variant="quiet" className={styles['remove']} onPress={() => void removeAnchor(anchor)}>
            Remove
          </Button>
        </AnchorForm>
      ) : (
        <>
          <div className={styles['body']}>
            <p className={styles['help']}>
              Trusted for every host while the {anchor.source} list is on. Its source cannot be changed here.
            </p>
            {shared}
          </div>
          <footer className={styles['foot']}>{show}</footer>
        </>
      )}
    </aside>
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

function originWords(anchor: Anchor): string {
  switch (anchor.origin?.kind) {
    case 'file':
      return `From the file ${anchor.origin.name}`;
    case 'server':
      return `Shown by ${anchor.origin.name}`;
    case 'paste':
      return 'Pasted';
    case undefined:
      return '';
  }
}
