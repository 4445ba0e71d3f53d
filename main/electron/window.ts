import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from './origin.ts';
import { DEFAULT_SIZE, MINIMUM_SIZE, readWindowBounds, writeWindowBounds } from './windowBounds.ts';

export interface WindowOptions {
  /** Absolute path of the built preload. */
  readonly preload: string;
  /** Where the bounds are remembered. */
  readonly profileFolder: string;
  /** Origin of the development server; absent in the product. */
  readonly development: string | undefined;
}

/** --ground of renderer/tokens.css: what is seen before the page has painted. */
const ground = { light: '#eceef2', dark: '#0f1115' } as const;

/** The one window, loading. It shows itself when its page has been drawn, so that no empty frame is seen. */
export function openWindow({ preload, profileFolder, development }: WindowOptions): BrowserWindow {
  const remembered = readWindowBounds(
    profileFolder,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const { maximized = false, ...bounds } = remembered ?? {};
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...bounds,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Wireglass',
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    // Most are Electron's defaults. They are written out, because they are the walls of the window.
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // The spelling checker fetches its dictionaries by itself: no request leaves that the user did not make.
      spellcheck: false,
    },
  });
  if (maximized) window.maximize();
  window.once('ready-to-show', () => {
    window.show();
  });
  window.on('close', () => {
    writeWindowBounds(profileFolder, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  });
  const repaint = () => {
    window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? ground.dark : ground.light);
  };
  nativeTheme.on('updated', repaint);
  window.on('closed', () => {
    nativeTheme.off('updated', repaint);
  });
  // A page that cannot be loaded is a broken build: said in the log, since there is no window to say it in.
  window.loadURL(`${development ?? APP_ORIGIN}/index.html`).catch((error: unknown) => {
    console.error('The window could not be loaded:', error);
  });
  return window;
}
