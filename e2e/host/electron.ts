import { EventEmitter } from 'node:events';
import type { BrowserContext } from 'playwright-core';
import { App } from './app.ts';
import { browserFolder, startBrowser } from './browser.ts';
import { createDialog } from './dialogs.ts';
import { serveDriver } from './driver.ts';
import { IpcMain } from './ipcMain.ts';
import { Menu, MenuItem } from './menu.ts';
import { Protocol } from './protocols.ts';
import { createSafeStorage } from './safeStorage.ts';
import { Session } from './session.ts';
import { BrowserWindow, emulateTheme } from './windows.ts';

/*
 * The module that `electron` means while the app runs without Electron (docs/design/host.md): the parts of Electron's main
 * process that this app uses, over a Chromium driven by Playwright. It does what Electron documents, or less; never more.
 */

export { BrowserWindow, Menu, MenuItem };

export const app = new App(process.argv[1] ?? process.cwd());
export const ipcMain = new IpcMain();
export const protocol = new Protocol(() => app.isReady());

const defaultSession = new Session();
export const session = { defaultSession };

/** Electron's `nativeTheme`. */
class NativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system';
  #systemDark = false;

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#systemDark : this.#source === 'dark';
  }
  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    if (source === this.#source) return;
    this.#source = source;
    for (const window of BrowserWindow.getAllWindows()) {
      void window.webContents
        .attached()
        .then(({ page }) => emulateTheme(page, source))
        .catch(() => undefined);
    }
    this.emit('updated');
  }
  /** The page says what the system prefers. */
  systemIsDark(dark: boolean): void {
    if (dark === this.#systemDark) return;
    this.#systemDark = dark;
    this.emit('updated');
  }
}
export const nativeTheme = new NativeTheme();

let browser: Promise<BrowserContext> | undefined;
const DEFAULT_WINDOW = { width: 1280, height: 800 };

const startBrowserOnce = (): Promise<BrowserContext> => {
  browser ??= startBrowser({ folder: browserFolder(app.getPath('userData')), ...DEFAULT_WINDOW });
  return browser;
};

BrowserWindow.empower({
  app,
  ipcMain,
  protocol,
  session: defaultSession,
  theme: nativeTheme,
  browser: startBrowserOnce,
});

export const dialog = createDialog(() => BrowserWindow.getFocusedWindow());

/** Not the system's: what tests put there by replacing the function. */
export const clipboard = { readText: (): Promise<string> => Promise.resolve('') };

/** Nothing is opened here: what would be is said. Tests replace the functions. */
export const shell = {
  openExternal: (url: string): Promise<void> => {
    console.log(`To be opened in the browser: ${url}`);
    return Promise.resolve();
  },
  openPath: (path: string): Promise<string> => {
    console.log(`To be opened: ${path}`);
    return Promise.resolve('');
  },
  showItemInFolder: (path: string): void => {
    console.log(`To be shown in its folder: ${path}`);
  },
};

export const safeStorage = createSafeStorage(process.argv);

/** One screen of an ordinary size: Chromium tells a page its own screen, and the app is asked before there is a page. */
const onlyDisplay = { id: 1, scaleFactor: 1, bounds: area(), workArea: area(), size: { width: 1920, height: 1080 } };
function area() {
  return { x: 0, y: 0, width: 1920, height: 1080 };
}
export const screen = { getAllDisplays: () => [onlyDisplay], getPrimaryDisplay: () => onlyDisplay };

/** Chromium has this long to write its profile before it is ended. */
const BROWSER_CLOSE_MS = 3000;

const begin = () => {
  // While the app makes up its mind about its window, the browser starts. The window reports its failure.
  if (!app.isQuitting()) startBrowserOnce().catch(() => undefined);
  app.begin({
    closeWindows: () => {
      for (const window of BrowserWindow.getAllWindows()) window.close();
      return Promise.resolve(BrowserWindow.getAllWindows().length === 0 ? 'all-closed' : 'refused');
    },
    closeBrowser: async () => {
      const patience = new Promise((resolve) => setTimeout(resolve, BROWSER_CLOSE_MS));
      await Promise.race([browser?.then((context) => context.close()).catch(() => undefined), patience]);
    },
  });
};
// Called at the end of the main module (register.mjs); `ready` comes in a later turn, as in Electron.
Object.defineProperty(globalThis, Symbol.for('wireglass.host.evaluated'), { value: () => setImmediate(begin) });

// The app ends with whoever asked for it, and the browser with the app.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    app.quit();
  });
}
process.on('disconnect', () => {
  app.quit();
});

serveDriver({
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeTheme,
  protocol,
  safeStorage,
  session,
  shell,
  screen,
});
