import { useMemo, useState } from 'react';
import { AnchorPanel } from './AnchorPanel.tsx';
import { anchorRows } from './anchorRows.ts';
import { AnchorTable } from './AnchorTable.tsx';
import { AuditTab } from './AuditTab.tsx';
import { FileDrop } from './FileDrop.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { selectAnchor, showTrustTab, useNavigation } from '#renderer/state/navigation.ts';
import { refreshTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import styles from './TrustPage.module.css';

/** Everything that is trusted, for which hosts and until when, and every decision that made it so. */
export function TrustPage() {
  const trust = useTrust();
  if (trust.status === 'loading') return <Skeleton label="Reading what is trusted" lines={6} />;
  if (trust.status === 'failed') {
    return (
      <ErrorState
        title={trust.error.kind === 'damaged' ? 'The trust file is damaged' : 'The list could not be read'}
        action={<Button onPress={() => void refreshTrust()}>Try again</Button>}
      >
        {explainTrustFailure(trust.error)}
      </ErrorState>
    );
  }
  return <Trusted state={trust.trust} />;
}

/** What the import dialog starts from: nothing, or files that were dropped on the page. */
type Importing = { readonly files: readonly File[] };

function Trusted({ state }: { readonly state: TrustState }) {
  const tab = useNavigation((navigation) => navigation.trustTab);
  const [filter, setFilter] = useState('');
  const [importing, setImporting] = useState<Importing>();
  return (
    <FileDrop
      label="Drop certificate files to import them"
      onFiles={(files) => {
        setImporting({ files });
      }}
    >
      <Tabs selected={tab === 'audit' ? 'audit' : 'anchors'} onSelect={showTrustTab} className={styles['page']}>
        <header className={styles['head']}>
          <h1>Trust</h1>
          {tab === 'audit' ? null : (
            <SearchField
              label="Filter by name, key or fingerprint"
              value={filter}
              onChange={setFilter}
              className={styles['find']}
            />
          )}
          <Button
            icon="import"
            onPress={() => {
              setImporting({ files: [] });
            }}
          >
            Import…
          </Button>
        </header>
        <div className={styles['tabs']}>
          <TabList label="Trust">
            <Tab id="anchors" count={state.anchors.length}>
              Anchors
            </Tab>
            <Tab id="audit">Audit</Tab>
          </TabList>
        </div>
        <TabPanel id="anchors" className={styles['panel']}>
          <Anchors
            state={state}
            filter={filter}
            onClear={() => {
              setFilter('');
            }}
          />
        </TabPanel>
        <TabPanel id="audit" className={styles['panel']}>
          <AuditTab revision={state.revision} />
        </TabPanel>
      </Tabs>
      {importing === undefined ? null : (
        <ImportDialog
          files={importing.files}
          onClose={() => {
            setImporting(undefined);
          }}
        />
      )}
    </FileDrop>
  );
}

interface AnchorsProps {
  readonly state: TrustState;
  readonly filter: string;
  readonly onClear: () => void;
}

function Anchors({ state, filter, onClear }: AnchorsProps) {
  const wanted = useNavigation((navigation) => navigation.anchor);
  // The same certificate can be custom, system and bundled at once: which of its rows was meant is known here alone.
  const [source, setSource] = useState<Anchor['source']>();
  const [now] = useState(() => Date.now());
  const rows = useMemo(() => anchorRows(state, filter, now), [state, filter, now]);
  const named = state.anchors.filter((anchor) => anchor.sha256 === wanted);
  const selected = named.find((anchor) => anchor.source === source) ?? named[0];
  const select = (anchor: Anchor | undefined): void => {
    setSource(anchor?.source);
    selectAnchor(anchor?.sha256);
  };
  return (
    <div className={styles['split']}>
      <AnchorTable rows={rows} selected={selected} onSelect={select} filter={filter} onClear={onClear} now={now} />
      {selected === undefined ? null : (
        <AnchorPanel
          key={`${selected.source}:${selected.sha256}`}
          anchor={selected}
          revision={state.revision}
          now={now}
          onClose={() => {
            select(undefined);
          }}
        />
      )}
    </div>
  );
}
