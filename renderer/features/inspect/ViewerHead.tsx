import { compare, closeInspector, type InspectedCertificate, type InspectSubject } from '#renderer/state/inspect.ts';
import { notify } from '#renderer/state/notice.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { copyEntries, saveEntries, type Shown } from './forms.ts';
import { verdictWords } from './verdictWords.ts';
import styles from './Viewer.module.css';

interface ViewerHeadProps {
  readonly subject: InspectSubject;
  readonly shown: Shown;
  readonly inspected: InspectedCertificate;
  readonly onOpen: () => void;
}

/** What is shown, where it comes from, and what can be done with it. */
export function ViewerHead({ subject, shown, inspected, onOpen }: ViewerHeadProps) {
  const { verdict } = subject;
  return (
    <header className={styles['head']}>
      {verdict === undefined ? null : <Glyph kind={verdict.kind} size={20} />}
      <h1 title={shown.name}>{shown.name}</h1>
      <p>
        {verdictWords(subject)}
        {subject.origin}
      </p>
      <Button icon="file" onPress={onOpen}>
        Open…
      </Button>
      <Button
        icon="compare"
        onPress={() => {
          compare({ a: inspected, ...(subject.host === undefined ? {} : { host: subject.host }) });
        }}
      >
        Compare…
      </Button>
      <Menu label="Copy as" entries={copyEntries(shown)} trigger={<Button icon="copy">Copy</Button>} />
      <Menu label="Save as" entries={saveEntries(shown)} trigger={<Button icon="download">Save as…</Button>} />
      <Menu
        label="More"
        entries={[
          {
            id: 'refuse',
            label: 'Refuse it everywhere…',
            icon: 'ban',
            onAction: () => {
              openTrustDialog({ kind: 'refuse', pem: inspected.pem, onDone: notify });
            },
          },
        ]}
        trigger={<IconButton icon="more" label="More" />}
      />
      <IconButton icon="close" label="Close" onPress={closeInspector} />
    </header>
  );
}
