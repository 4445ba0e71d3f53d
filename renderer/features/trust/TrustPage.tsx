import { useRef, useState } from 'react';
import { Anchors } from './Anchors.tsx';
import { DamagedTrust } from './DamagedTrust.tsx';
import { FileDrop } from './FileDrop.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { trustTabs } from './trustTabs.tsx';
import { useAnchorTable, type AnchorTableState } from './useAnchorTable.ts';
import { useMinute } from './useMinute.ts';
import { suggest } from '#core/query/suggest.ts';
import { anchorWords } from '#core/trust/anchorQuery.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { call } from '#renderer/call.ts';
import { showTrustTab, useNavigation } from '#renderer/state/navigation.ts';
import { refreshTrust, useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { QueryField } from '#renderer/ui/QueryField.tsx';
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
  const wanted = useNavigation((navigation) => navigation.trustTab);
  const tab = trustTabs.find(({ id }) => id === wanted);
  const now = useMinute(state.revision);
  const [filter, setFilter] = useState('');
  const [importing, setImporting] = useState<Importing>();
  const [moving, setMoving] = useState<string>();
  const table = useAnchorTable(state, tab === undefined ? filter : '', now);
  const openImport = (): void => {
    setImporting({ files: [] });
  };
  return (
    <FileDrop
      label="Drop certificate files to import them"
      onFiles={(files) => {
        setImporting({ files });
      }}
    >
      <Tabs
        selected={tab?.id ?? 'anchors'}
        onSelect={(id) => {
          // Words for one list say nothing to another.
          setFilter('');
          showTrustTab(id);
        }}
        className={styles['page']}
      >
        <header className={styles['head']}>
          <h1>Trust</h1>
          <Filter
            table={tab === undefined ? table : undefined}
            label={tab?.filter}
            value={filter}
            onChange={setFilter}
          />
          <Button icon="import" onPress={openImport}>
            Import…
          </Button>
          <ExportMenu
            anchors={table.chosen.length > 1 ? table.chosen : table.shown}
            what={table.chosen.length > 1 ? 'selected' : 'shown'}
            onImportTrust={() => void chooseTrustFile(setMoving)}
          />
        </header>
        <div className={styles['tabs']}>
          <TabList label="Trust">
            {[
              <Tab key="anchors" id="anchors" count={state.anchors.length}>
                Anchors
              </Tab>,
              ...trustTabs.map(({ id, label, count }) => (
                <Tab key={id} id={id} count={count?.(state)}>
                  {label}
                </Tab>
              )),
            ]}
          </TabList>
        </div>
        <TabPanel id="anchors" className={styles['panel']}>
          <Anchors
            state={state}
            table={table}
            filter={filter}
            onClear={() => {
              setFilter('');
            }}
            onImport={openImport}
            now={now}
          />
        </TabPanel>
        {trustTabs.map(({ id, Tab: Content }) => (
          <TabPanel key={id} id={id} className={styles['panel']}>
            <Content state={state} filter={filter} now={now} />
          </TabPanel>
        ))}
      </Tabs>
      {importing === undefined ? null : (
        <ImportDialog
          files={importing.files}
          onClose={() => {
            setImporting(undefined);
          }}
        />
      )}
      {moving === undefined ? null : (
        <MoveDialog
          path={moving}
          onClose={() => {
            setMoving(undefined);
          }}
        />
      )}
    </FileDrop>
  );
}

async function chooseTrustFile(onChosen: (path: string) => void): Promise<void> {
  const [path] = await call('file.choose', { purpose: 'trust' });
  if (path !== undefined) onChosen(path);
}

interface FilterProps {
  /** The table of anchors, whose filter is a language; undefined on the other tabs. */
  readonly table: AnchorTableState | undefined;
  /** What the filter of another tab looks through; undefined where there is nothing to filter. */
  readonly label: string | undefined;
  readonly value: string;
  readonly onChange: (filter: string) => void;
}

function Filter({ table, label, value, onChange }: FilterProps) {
  const find = useRef<HTMLInputElement>(null);
  useFindKey(find);
  if (table !== undefined) {
    return (
      <QueryField
        label="Filter by name, key or fingerprint"
        value={value}
        onChange={onChange}
        suggest={(text, cursor) => suggest(text, cursor, anchorWords)}
        problems={table.problems}
        inputRef={find}
        className={styles['find']}
      />
    );
  }
  if (label === undefined) return null;
  return <SearchField label={label} value={value} onChange={onChange} inputRef={find} className={styles['find']} />;
}
