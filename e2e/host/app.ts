import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { holdProfile } from './lock.ts';

/** An event whose default can be prevented, as the listeners of Electron get it. */
export class PreventableEvent {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

/** What the rest of the host does when the app comes and goes. Filled in by electron.ts, which knows all parts. */
export interface AppWork {
  readonly closeWindows: () => Promise<'all-closed' | 'refused'>;
  readonly closeBrowser: () => Promise<void>;
}

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
}

/** Electron's `app`: its life from `ready` to `quit`, its names and folders. */
export class App extends EventEmitter {
  readonly isPackaged = false;
  readonly name: string;
  readonly #version: string;
  readonly #appPath: string;
  readonly #paths: Map<string, string>;
  readonly #ready: Promise<void>;
  #isReady = false;
  #quitting = false;
  #work: AppWork | undefined;

  constructor(entry: string) {
    super();
    this.#ready = new Promise((resolve) => this.once('ready', () => resolve()));
    this.#appPath = packageFolder(dirname(entry));
    const manifest = readManifest(this.#appPath);
    this.name = manifest.productName ?? manifest.name ?? 'Electron';
    this.#version = manifest.version ?? '0.0.0';
    const appData = appDataFolder();
    this.#paths = new Map([
      ['home', homedir()],
      ['appData', appData],
      ['userData', join(appData, this.name)],
      ['temp', tmpdir()],
      ['exe', process.execPath],
      ['downloads', join(homedir(), 'Downloads')],
      ['documents', join(homedir(), 'Documents')],
      ['desktop', join(homedir(), 'Desktop')],
    ]);
  }

  /** Called once, when the main module has been evaluated. */
  begin(work: AppWork): void {
    this.#work = work;
    if (this.#quitting) return;
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', new PreventableEvent(), {});
  }

  /** Not Electron's: true once the app is on its way out. */
  isQuitting(): boolean {
    return this.#quitting;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  getName(): string {
    return this.name;
  }
  getVersion(): string {
    return this.#version;
  }
  getAppPath(): string {
    return this.#appPath;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }
  setPath(name: string, path: string): void {
    if (!this.#paths.has(name)) throw new Error(`Failed to set path '${name}'`);
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData');
    mkdirSync(folder, { recursive: true });
    return holdProfile(folder, ({ argv, workingDirectory }) => {
      this.emit('second-instance', new PreventableEvent(), [...argv], workingDirectory, undefined);
    });
  }

  /** before-quit → windows close → will-quit → quit; each but the last can be stopped by a listener. */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    void this.#leave().then((left) => {
      if (left === 'stays') this.#quitting = false;
    });
  }

  async #leave(): Promise<'stays'> {
    if (this.#prevented('before-quit')) return 'stays';
    if ((await this.#work?.closeWindows()) === 'refused') return 'stays';
    if (this.#prevented('will-quit')) return 'stays';
    this.emit('quit', new PreventableEvent(), 0);
    await this.#work?.closeBrowser();
    process.exit(0);
  }

  #prevented(name: string): boolean {
    const event = new PreventableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }

  /** At once, asking nobody. Playwright ends the browser with the process. */
  exit(code = 0): void {
    process.exit(code);
  }

  /** All windows are gone: the app ends, unless it listens and decides for itself. */
  windowsClosed(): void {
    if (this.#quitting) return;
    if (!this.emit('window-all-closed')) this.quit();
  }
}

function appDataFolder(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library/Application Support');
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(homedir(), 'AppData/Roaming');
  return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}

function packageFolder(from: string): string {
  if (existsSync(join(from, 'package.json')) || dirname(from) === from) return from;
  return packageFolder(dirname(from));
}

function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}
