import { Suspense, useEffect, useState, type CSSProperties } from 'react';
import { listen } from '#renderer/call.ts';
import { History } from '#renderer/features/history/History.tsx';
import { pathLabel } from '#renderer/features/request/pathLabel.ts';
import { followProgress, openAddress, openDraft, selectActive, useExchanges } from '#renderer/state/exchange.ts';
import { followHistory } from '#renderer/state/history.ts';
import { goTo, useNavigation } from '#renderer/state/navigation.ts';
import { followPlayground } from '#renderer/state/playground.ts';
import { followScans } from '#renderer/state/scan.ts';
import { followSettings, loadSettings, useApp } from '#renderer/state/settings.ts';
import { followTrust } from '#renderer/state/trust.ts';
import { preloadEditor } from '#renderer/ui/CodeEditor.tsx';
import { later } from '#renderer/ui/later.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Banners } from './Banners.tsx';
import { Notices } from './Notices.tsx';
import { Rail } from './Rail.tsx';
import { preloadTabs } from './responseTabs.tsx';
import { followKeys } from './shortcuts.ts';
import { SidebarEdge, useSidebarWidth } from './SidebarEdge.tsx';
import { StatusBar } from './StatusBar.tsx';
import { preloadTrustDialogs, TrustDialogs } from './TrustDialogs.tsx';
import { WorkArea } from './WorkArea.tsx';
import styles from './App.module.css';

const trustPage = later(async () => (await import('#renderer/features/trust/TrustPage.tsx')).TrustPage);
const hostSide = later(async () => (await import('#renderer/features/host/HostSide.tsx')).HostSide);
const scanPane = later(async () => (await import('#renderer/features/scan/ScanPane.tsx')).ScanPane);
const inspectPage = later(async () => (await import('#renderer/features/inspect/InspectPage.tsx')).InspectPage);
const settingsPage = later(async () => (await import('#renderer/features/settings/SettingsPage.tsx')).SettingsPage);
const exportDialog = later(async () => (await import('#renderer/features/export/ExportDialog.tsx')).ExportDialog);
const { Component: TrustPage } = trustPage;
const { Component: HostSide } = hostSide;
const { Component: ScanPane } = scanPane;
const { Component: InspectPage } = inspectPage;
const { Component: SettingsPage } = settingsPage;
const { Component: ExportDialog } = exportDialog;

/** What the first paint does not need, fetched when there is time. */
function preload(): void {
  preloadTabs();
  preloadTrustDialogs();
  void preloadEditor();
  for (const view of [trustPage, hostSide, scanPane, inspectPage, settingsPage, exportDialog]) void view.preload();
}

/** What is being exported; undefined while the dialog is closed. */
type Exporting = readonly string[] | 'all' | undefined;

/** The window: rail, sidebar, work area, status bar. */
export function App() {
  const isReady = useApp(({ app }) => app !== undefined);
  const place = useNavigation((navigation) => navigation.place);
  const [exporting, setExporting] = useState<Exporting>();
  const width = useSidebarWidth();
  const hasHistory = place === 'requests' || place === 'playground';
  const hasSide = hasHistory || place === 'hosts';
  useMain(setExporting);
  useTitle();
  // Theme and widths are asked for first: what is drawn is drawn as it stays.
  if (!isReady) return null;
  return (
    <div className={styles['app']}>
      <Banners />
      <div className={styles['window']} style={{ '--side': hasSide ? `${String(width)}px` : '0px' } as CSSProperties}>
        <Rail />
        {hasHistory ? <History onExport={setExporting} edge={<SidebarEdge width={width} />} /> : null}
        {hasHistory ? <WorkArea /> : null}
        <Suspense fallback={<Skeleton label="Loading" className={styles['work']} />}>
          {place === 'hosts' ? <HostSide edge={<SidebarEdge width={width} />} /> : null}
          {place === 'hosts' ? <ScanPane /> : null}
          {place === 'trust' ? (
            <main className={styles['work']} data-pane="trust">
              <TrustPage />
            </main>
          ) : null}
          {place === 'inspect' ? (
            <main className={styles['work']} data-pane="inspect">
              <InspectPage />
            </main>
          ) : null}
          {place === 'settings' ? <SettingsPage /> : null}
        </Suspense>
        <StatusBar />
      </div>
      <Notices />
      <TrustDialogs />
      <Suspense fallback={null}>
        {exporting === undefined ? null : (
          <ExportDialog
            ids={exporting}
            onClose={() => {
              setExporting(undefined);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Takes up everything the main process says, for as long as the window lives. */
function useMain(onExport: (ids: 'all') => void): void {
  useEffect(() => {
    const stops = [
      followKeys(),
      followProgress(),
      followHistory(),
      followScans(),
      followTrust(),
      followPlayground(),
      followSettings(),
      listen('app.openUrl', ({ url }) => {
        openAddress(url);
      }),
      listen('app.command', ({ command }) => {
        if (command === 'export-har') {
          onExport('all');
        } else {
          openDraft();
          goTo('requests');
        }
      }),
    ];
    void loadSettings().then((app) => {
      if (app.openUrl !== undefined) openAddress(app.openUrl);
      requestIdleCallback(preload);
    });
    return () => {
      for (const stop of stops) stop();
    };
  }, [onExport]);
}

function useTitle(): void {
  const { method, url } = useExchanges(selectActive);
  useEffect(() => {
    document.title = url === '' ? 'Wireglass' : `${method} ${pathLabel(url)} · Wireglass`;
  }, [method, url]);
}
