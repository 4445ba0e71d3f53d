import { useRef, useState } from 'react';
import { Anchors } from './Anchors.tsx';
import { AuditTab } from './AuditTab.tsx';
import { DamagedTrust } from './DamagedTrust.tsx';
import { FileDrop } from './FileDrop.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { showTrustTab, useNavigation } from '#renderer/state/navigation.ts';
import { refreshTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import { useFindKey } from '#renderer/ui/useFindKey.ts';
import styles from './TrustPage.module.css';

/** Everything that is trusted, for which hosts and until when, and every decision that made it so. */
export function TrustPage() {
  const trust = useTrust();
  if (trust.status === 'loading') return <Skeleton label="Reading what is trusted" lines={6} />;
  if (trust.status === 'failed' && trust.error.kind === 'damaged') return <DamagedTrust error={trust.error} />;
  if (trust.status === 'failed') {
    return (
      <ErrorState
        title="The list could not be read"
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
        <Head
          filter={tab === 'audit' ? undefined : filter}
          onFilter={setFilter}
          onImport={() => {
            setImporting({ files: [] });
          }}
        />
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

interface HeadProps {
  /** Undefined where there is nothing to filter. */
  readonly filter: string | undefined;
  readonly onFilter: (filter: string) => void;
  readonly onImport: () => void;
}

function Head({ filter, onFilter, onImport }: HeadProps) {
  const find = useRef<HTMLInputElement>(null);
  useFindKey(find);
  return (
    <header className={styles['head']}>
      <h1>Trust</h1>
      {filter === undefined ? null : (
        <SearchField
          label="Filter by name, key or fingerprint"
          value={filter}
          onChange={onFilter}
          inputRef={find}
          className={styles['find']}
        />
      )}
      <Button icon="import" onPress={onImport}>
        Import…
      </Button>
    </header>
  );
}
