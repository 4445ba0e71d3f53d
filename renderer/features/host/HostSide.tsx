import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { formatCount } from '#core/format.ts';
import { followHosts, refreshHosts, useHosts } from '#renderer/state/host.ts';
import { selectServer, useScans } from '#renderer/state/scan.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { SearchField } from '#renderer/ui/SearchField.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { HostList } from './HostList.tsx';
import { hostRows, type HostSort } from './hostRows.ts';
import styles from './HostSide.module.css';

const sorts: readonly { readonly id: HostSort; readonly label: string }[] = [
  { id: 'expiry', label: 'Soonest to expire' },
  { id: 'name', label: 'By name' },
  { id: 'recent', label: 'Asked last' },
];

/** Every server that was asked, with its latest verdict. */
export function HostSide({ edge }: { readonly edge: ReactNode }) {
  useEffect(followHosts, []);
  return (
    <aside className={styles['side']} aria-label="Hosts" data-pane="hosts">
      <Content />
      <div className={styles['edge']}>{edge}</div>
    </aside>
  );
}

function Content() {
  const state = useHosts();
  const scans = useScans(({ byServer }) => byServer);
  const [sort, setSort] = useState<HostSort>('expiry');
  const [filter, setFilter] = useState('');
  const hosts = state.status === 'ready' ? state.hosts : none;
  const rows = useMemo(() => hostRows(hosts, scans, { sort, filter, now: Date.now() }), [hosts, scans, sort, filter]);
  const isEmpty = hosts.length === 0 && Object.keys(scans).length === 0;
  return (
    <>
      <header className={styles['head']}>
        <h2>Hosts {isEmpty ? null : <span className={styles['count']}>{formatCount(rows.length)}</span>}</h2>
        {isEmpty ? null : <SortMenu sort={sort} onChange={setSort} />}
        <IconButton
          icon="plus"
          label="Scan another server…"
          onPress={() => {
            selectServer(undefined);
          }}
        />
      </header>
      {isEmpty ? null : (
        <div className={styles['search']}>
          <SearchField label="Filter hosts" value={filter} onChange={setFilter} />
        </div>
      )}
      {state.status === 'loading' ? <Skeleton label="Reading the hosts" lines={9} /> : null}
      {state.status === 'failed' ? (
        <ErrorState
          title="The history cannot be read"
          action={<Button onPress={() => void refreshHosts()}>Try again</Button>}
        >
          No hosts can be listed{'code' in state.error ? ` (${state.error.code})` : ''}. Servers can still be scanned.
        </ErrorState>
      ) : null}
      {isEmpty && state.status === 'ready' ? (
        <EmptyState title="No hosts yet">
          Every server that a request was sent to stands here with its verdict.
        </EmptyState>
      ) : null}
      {!isEmpty && rows.length === 0 ? (
        <EmptyState
          title="No host matches"
          action={
            <Button
              onPress={() => {
                setFilter('');
              }}
            >
              Show all
            </Button>
          }
        >
          None of {formatCount(hosts.length)} holds “{filter}”.
        </EmptyState>
      ) : null}
      {rows.length === 0 ? null : <HostList rows={rows} />}
      {state.status === 'ready' && state.more ? (
        <p className={styles['more']}>Hosts asked longer ago are not listed.</p>
      ) : null}
    </>
  );
}

const none = [] as const;

function SortMenu({ sort, onChange }: { readonly sort: HostSort; readonly onChange: (sort: HostSort) => void }) {
  const label = sorts.find(({ id }) => id === sort)?.label ?? '';
  return (
    <Menu
      label="Order of the hosts"
      trigger={
        <Button variant="quiet" size="small" className={styles['sort']} aria-label={`Order: ${label}`}>
          {label}
          <Icon name="down" size={12} />
        </Button>
      }
      entries={sorts.map(({ id, label: name }) => ({
        id,
        label: name,
        ...(id === sort ? { icon: 'tick' as const } : {}),
        onAction: () => {
          onChange(id);
        },
      }))}
    />
  );
}
