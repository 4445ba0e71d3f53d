import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getCACertificates } from 'node:tls';
import {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  Menu,
  nativeTheme,
  protocol,
  safeStorage,
  shell as desktop,
} from 'electron';
import type { Handlers, Settings } from '#core/contract.ts';
import { parseCommandLine } from './electron/commandLine.ts';
import { chooseFiles, chooseSavePath } from './electron/dialogs.ts';
import { emitToWindows, serveIpc } from './electron/ipc.ts';
import { menuTemplate } from './electron/menu.ts';
import { APP_SCHEME, developmentOrigin } from './electron/origin.ts';
import { type BodySource, createAppProtocol } from './electron/protocol.ts';
import { createSecrets } from './electron/secrets.ts';
import { guardWindows } from './electron/security.ts';
import { openWindow } from './electron/window.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { builtWorkers } from './engine/workers.ts';
import { createHandlers } from './handlers.ts';
import type { Shell } from './shell.ts';

export interface Start {
  /** The folder of the built entry: worker, preload and renderer lie beside it. */
  readonly outFolder: string;
  /** Address to begin with. */
  readonly address: string | undefined;
}

/** The composition root: powers are made here and passed in. Resolves when the engine runs; the window is there before. */
export async function boot({ outFolder, address }: Start): Promise<void> {
  const development = developmentOrigin(process.env, app.isPackaged);
  const profileFolder = app.getPath('userData');
  const shell: Shell = {
    chooseFiles,
    readClipboard: () => clipboard.readText(),
    chooseSavePath,
    applyTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    facts: {
      version: app.getVersion(),
      runtime: process.versions['electron'] === undefined ? 'host' : 'electron',
      profileFolder,
      ...(address === undefined ? {} : { openUrl: address }),
    },
  };
  const engine = createEngine({
    folder: profileFolder,
    now: Date.now,
    workers: builtWorkers(pathToFileURL(join(outFolder, '/'))),
    systemRoots: () => getCACertificates('system'),
    bundledRoots: () => getCACertificates('bundled'),
    secrets: createSecrets(safeStorage, process.platform),
    version: app.getVersion(),
    emit: emitToWindows,
  });
  const handlers = engine.then((started) => createHandlers(started, shell));

  guardWindows(development);
  protocol.handle(APP_SCHEME, createAppProtocol(join(outFolder, '../renderer'), bodiesOf(engine)));
  serveIpc(handlers, development);
  const open = () => openWindow({ preload: join(outFolder, '../preload/index.cjs'), profileFolder, development });

  // The window loads while the engine opens its files; calls made meanwhile wait for it.
  open();
  keepOneInstance(open);
  closeWith(engine);

  const started = await handlers.catch((error: unknown) => {
    console.error('The engine could not start:', error);
    dialog.showErrorBox('Wireglass cannot use its data folder', `${profileFolder}\n\n${String(error)}`);
    app.exit(1);
    throw error;
  });
  const { theme } = await started['settings.get']({});
  shell.applyTheme(theme);
  showMenu(started, { theme, mode: development === undefined ? 'product' : 'development', profileFolder });
}

interface MenuSetting {
  readonly theme: Settings['theme'];
  readonly mode: 'development' | 'product';
  readonly profileFolder: string;
}

function showMenu(handlers: Handlers, { theme, mode, profileFolder }: MenuSetting): void {
  const template = menuTemplate(
    { platform: process.platform, mode, theme },
    {
      command: (command) => {
        emitToWindows('app.command', { command });
      },
      setTheme: (chosen) => {
        handlers['settings.set']({ theme: chosen }).then(
          (settings) => {
            emitToWindows('settings.changed', settings);
          },
          (error: unknown) => {
            console.error('The theme could not be kept:', error);
          },
        );
      },
      openProfileFolder: () => void desktop.openPath(profileFolder),
    },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** What the system, or a second start on the same profile, asks of the running instance. */
function keepOneInstance(open: () => BrowserWindow): void {
  const show = (address: string | undefined) => {
    const shown = BrowserWindow.getAllWindows()[0];
    const window = shown ?? open();
    if (window.isMinimized()) window.restore();
    window.focus();
    if (address === undefined) return;
    const tell = () => {
      emitToWindows('app.openUrl', { url: address });
    };
    // A page that is only just loading does not listen yet.
    if (shown === undefined) window.webContents.once('did-finish-load', tell);
    else tell();
  };
  app.on('second-instance', (_event, argv) => {
    show(parseCommandLine(argv).address);
  });
  app.on('activate', () => {
    show(undefined);
  });
  app.on('window-all-closed', () => {
    // On macOS an app lives on without windows.
    if (process.platform !== 'darwin') app.quit();
  });
}

/** Holds the quit until the engine has written and closed its files; a second quit does not wait. */
function closeWith(engine: Promise<Engine>): void {
  let closing: 'no' | 'asked' | 'done' = 'no';
  app.on('will-quit', (event) => {
    if (closing !== 'no') return;
    closing = 'asked';
    event.preventDefault();
    engine
      .then((running) => running.close())
      .catch((error: unknown) => {
        console.error('The engine could not close:', error);
      })
      .finally(() => {
        closing = 'done';
        app.quit();
      });
  });
}

/** Bodies as the window asks for them; before the engine has started they wait for it. */
function bodiesOf(engine: Promise<Engine>): BodySource {
  return {
    bodySize: async (ref) => (await engine).history.bodySize(ref),
    readBody: async (ref, start, end) => (await engine).history.readBody(ref, start, end),
  };
}
