import { EventEmitter } from 'node:events';
import type { BrowserContext, Page } from 'playwright-core';
import { toBrowserUrl } from './address.ts';
import { PreventableEvent, type App } from './app.ts';
import type { IpcMain } from './ipcMain.ts';
import { attachPage, type HostPage, type SenderFrame } from './page.ts';
import type { Protocol } from './protocols.ts';
import type { Session } from './session.ts';
import type { Question } from './worlds.ts';

/** What every window needs of the app around it. */
export interface WindowPowers {
  readonly app: App;
  readonly ipcMain: IpcMain;
  readonly protocol: Protocol;
  readonly session: Session;
  /** The browser, started when the app became ready. */
  readonly browser: () => Promise<BrowserContext>;
  readonly theme: { readonly themeSource: string; readonly systemIsDark: (dark: boolean) => void };
}

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowOptions extends Partial<Bounds> {
  readonly title?: string;
  readonly webPreferences?: { readonly preload?: string };
}

type OpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

/** Electron's `webContents`. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: Session;
  readonly #page: Promise<HostPage>;
  #attached: HostPage | undefined;
  #destroyed = false;
  #openHandler: OpenHandler | undefined;

  constructor(id: number, session: Session, attach: (contents: WebContents) => Promise<HostPage>) {
    super();
    this.id = id;
    this.session = session;
    this.#page = attach(this).then((page) => (this.#attached = page));
    // Whoever uses the window hears of it; nobody may.
    this.#page.catch(() => undefined);
  }

  /** The page; rejects when the browser could not be started. */
  attached(): Promise<HostPage> {
    return this.#page;
  }
  get mainFrame(): SenderFrame {
    return this.#attached?.frame() ?? { url: '', origin: 'null', parent: null };
  }
  getURL(): string {
    return this.#attached?.url() ?? '';
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  destroyed(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }
  async loadURL(url: string): Promise<void> {
    const page = await this.#page;
    await page.load(url);
    this.emit('dom-ready');
    this.emit('did-finish-load');
  }
  /** Values are cloned when this is called, not when they arrive: what cannot be throws here. */
  send(channel: string, ...args: unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    const values = structuredClone(args);
    if (this.#attached) this.#attached.send(channel, values);
    else
      void this.#page.then(
        (page) => page.send(channel, values),
        () => undefined,
      );
  }
  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#page).evaluate(code);
  }
  reload(): void {
    void this.#page.then((page) => page.page.reload()).catch(() => undefined);
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  /** No window is ever opened: a handler that allows one is told that this cannot be. */
  windowOpen(url: string): void {
    const action = this.#openHandler?.({ url }).action ?? 'allow';
    if (action === 'allow') console.error(`The Chromium host opens no second window for ${url}.`);
  }
  /** Electron's order: will-frame-navigate, then will-navigate for the top frame. */
  mayNavigate(url: string, frame: 'main' | 'sub'): boolean {
    const details = Object.assign(new PreventableEvent(), {
      url,
      isMainFrame: frame === 'main',
      isSameDocument: false,
    });
    this.emit('will-frame-navigate', details);
    if (frame === 'main') this.emit('will-navigate', details, url);
    return !details.defaultPrevented;
  }
}

/** Electron's `BrowserWindow`. */
export class BrowserWindow extends EventEmitter {
  static #powers: WindowPowers | undefined;
  static readonly #windows = new Set<BrowserWindow>();
  static #firstPage: Page | undefined;
  static #ids = 0;

  /** Not Electron's: called once, before the app runs. */
  static empower(powers: WindowPowers): void {
    BrowserWindow.#powers = powers;
  }
  static get #given(): WindowPowers {
    if (BrowserWindow.#powers === undefined) throw new Error('BrowserWindow.empower was not called.');
    return BrowserWindow.#powers;
  }

  /** The page that came with the browser for the first window, further ones for the next. */
  static async #nextPage(): Promise<Page> {
    const context = await BrowserWindow.#given.browser();
    const first = context.pages()[0];
    if (first === undefined || first === BrowserWindow.#firstPage) return context.newPage();
    BrowserWindow.#firstPage ??= first;
    return first;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#windows];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...BrowserWindow.#windows][0] ?? null;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...BrowserWindow.#windows].find((window) => window.webContents === contents) ?? null;
  }

  readonly id = ++BrowserWindow.#ids;
  readonly webContents: WebContents;
  #bounds: Bounds;
  #title: string;
  #closed = false;

  constructor(options: WindowOptions = {}) {
    super();
    if (!BrowserWindow.#given.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x, y, width = 800, height = 600 } = options;
    this.#bounds = { x: x ?? 0, y: y ?? 0, width, height };
    const place = { width, height, ...(x === undefined || y === undefined ? {} : { x, y }) };
    this.#title = options.title ?? BrowserWindow.#given.app.getName();
    BrowserWindow.#windows.add(this);
    this.webContents = new WebContents(this.id, BrowserWindow.#given.session, (contents) =>
      this.#attach(contents, options.webPreferences?.preload, place),
    );
    BrowserWindow.#given.app.emit('web-contents-created', new PreventableEvent(), this.webContents);
    BrowserWindow.#given.app.emit('browser-window-created', new PreventableEvent(), this);
  }

  async #attach(contents: WebContents, preload: string | undefined, place: Partial<Bounds>): Promise<HostPage> {
    const { ipcMain, protocol, theme } = BrowserWindow.#given;
    const page = await BrowserWindow.#nextPage();
    page.once('close', () => {
      this.#gone();
    });
    const event = (frame: SenderFrame) => ({ sender: contents, senderFrame: frame, processId: 1, frameId: 1 });
    const attached = await attachPage(page, {
      preload,
      schemes: protocol.schemes,
      answer: (url) => protocol.handlerOf(url),
      listener: {
        invoke: (channel, args, frame) => ipcMain.invoke(channel, event(frame), args),
        send: (channel, args, frame) => ipcMain.emit(channel, event(frame), ...args),
        mayNavigate: (url, frame) => contents.mayNavigate(url, frame),
        windowOpen: (url) => {
          contents.windowOpen(url);
        },
        bounds: ({ x, y, width, height }) => {
          this.#bounds = { x, y, width, height };
        },
        dark: (dark) => {
          if (theme.themeSource === 'system') theme.systemIsDark(dark);
        },
      },
    });
    // Without a window manager, or where the browser knows better, it stays where it is.
    await attached.place(place).catch(() => undefined);
    return attached;
  }

  async loadURL(url: string): Promise<void> {
    const { page } = await this.webContents.attached();
    if (!url.startsWith('data:')) {
      const origin = new URL(toBrowserUrl(url, BrowserWindow.#given.protocol.schemes)).origin;
      await BrowserWindow.#given.session.applyPermissions(page.context(), this.webContents, url, origin);
    }
    await emulateTheme(page, BrowserWindow.#given.theme.themeSource);
    await this.webContents.loadURL(url);
    this.emit('ready-to-show');
  }
  async ask(question: Question) {
    return (await this.webContents.attached()).ask(question);
  }

  /** A listener of `close` may keep the window. */
  close(): void {
    if (this.#closed) return;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#closed) return;
    const closing = this.webContents.attached().then(({ page }) => page.close());
    closing.catch(() => undefined);
    this.#finish();
  }
  /** The person closed the window: too late to be kept, but not to be told. */
  #gone(): void {
    if (this.#closed) return;
    this.emit('close', new PreventableEvent());
    this.#finish();
  }
  #finish(): void {
    this.#closed = true;
    BrowserWindow.#windows.delete(this);
    this.webContents.destroyed();
    this.emit('closed');
    if (BrowserWindow.#windows.size === 0) BrowserWindow.#given.app.windowsClosed();
  }

  isDestroyed(): boolean {
    return this.#closed;
  }
  focus(): void {
    void this.webContents
      .attached()
      .then(({ page }) => page.bringToFront())
      .catch(() => undefined);
  }
  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this;
  }
  getBounds(): Bounds {
    return this.#bounds;
  }
  getNormalBounds(): Bounds {
    return this.#bounds;
  }
  getTitle(): string {
    return this.#title;
  }
  setTitle(title: string): void {
    this.#title = title;
  }
  // Chromium's window is there from the start, has no background of its own, and its state is the person's.
  show(): void {
    this.emit('show');
  }
  isVisible(): boolean {
    return !this.#closed;
  }
  setBackgroundColor(): void {
    return;
  }
  maximize(): void {
    return;
  }
  isMaximized(): boolean {
    return false;
  }
  restore(): void {
    return;
  }
  isMinimized(): boolean {
    return false;
  }
}

export async function emulateTheme(page: Page, themeSource: string): Promise<void> {
  const colorScheme = themeSource === 'light' || themeSource === 'dark' ? themeSource : null;
  await page.emulateMedia({ colorScheme });
}
