import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { findChromium } from './chromium.mjs';

/** From the checks of machines without a way out: without these Chromium looks for updates, variations and Google's hosts. */
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-features=Translate,OptimizationHints,MediaRouter,SpellcheckService',
];

/**
 * A second process, the test, attaches here; 0: any free port, written to DevToolsActivePort in the profile. Only when asked:
 * whoever reaches the port drives the window, and with it the trust store.
 */
const debugPort = process.env['WIREGLASS_DEBUG_PORT'] === undefined ? [] : ['--remote-debugging-port=0'];

const host = [...debugPort, '--disable-gpu'];

const windowed = [
  // A window of its own, without tabs and address bar. `about:blank` would be opened in an ordinary one.
  '--app=data:text/html,',
  // No bar across the window that warns of --no-sandbox, which root cannot do without.
  '--test-type',
];

export interface BrowserOptions {
  /** Folder of Chromium's own profile. Kept: local storage survives a restart, as in Electron. */
  readonly folder: string;
  readonly width: number;
  readonly height: number;
}

/** Chromium with one empty page: a real window where there is a display, headless where there is none. */
export async function startBrowser({ folder, width, height }: BrowserOptions): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium, Chrome or Edge was found. Install one, or name it in CHROMIUM_PATH.');
  }
  const headless = !hasDisplay();
  const launch = (chromiumSandbox: boolean) =>
    chromium.launchPersistentContext(folder, {
      executablePath,
      headless,
      chromiumSandbox,
      viewport: null,
      // Playwright would otherwise pretend these, over what nativeTheme and the system say.
      colorScheme: null,
      reducedMotion: null,
      forcedColors: null,
      contrast: null,
      ignoreDefaultArgs: ['--enable-automation'],
      // The app decides when it ends, and takes the browser with it.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [...quiet, ...host, `--window-size=${width},${height}`, ...(headless ? [] : windowed)],
    });
  // Chromium has no sandbox for root, and none where a container forbids user namespaces. It only ever shows our own page.
  if (process.getuid?.() === 0) return launch(false);
  return launch(true).catch(() => launch(false));
}

/** Where Chromium's own data lies in the profile of the app. */
export function browserFolder(userData: string): string {
  return join(userData, 'chromium-host');
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return process.env['WIREGLASS_HEADLESS'] === undefined;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
