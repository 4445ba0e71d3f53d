import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron, chromium, type Page } from '@playwright/test';
import type * as Electron from 'electron';
import type { EvaluateAnswer, EvaluateRequest } from './host/driver.ts';
import { chooseRuntime, root } from './runtime.ts';

type ElectronModule = typeof Electron;

/** The built app, running. One interface whatever it runs in. */
export interface LaunchedApp {
  readonly runtime: 'electron' | 'host';
  /** Its window. */
  readonly page: Page;
  /** Its data folder. */
  readonly profile: string;
  /** Runs a function in the main process with `electron` in hand. It is sent as text: it sees nothing of this file. */
  evaluateMain<R, A>(run: (electron: ElectronModule, arg: A) => R | Promise<R>, arg: A): Promise<R>;
  /** Ends it as a person does, and waits until it is gone. */
  close(): Promise<void>;
  /** kill -9: nothing is saved, nobody is asked. */
  kill(): Promise<void>;
  /** What it has written to its log so far. */
  log(): string;
}

export interface LaunchOptions {
  /** Data folder of an earlier run; absent: a new, empty one. */
  readonly profile?: string;
  /** Words after the app's own, such as an address. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Longest wait for a window: ten times what a slow machine was seen to need. */
const START_MS = 30_000;
/** Longest wait for an app that was asked to quit. */
const QUIT_MS = 15_000;

/** The app with its first window loaded. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'wireglass-e2e-'));
  const args = ['--profile', profile, ...(options.args ?? [])];
  return chooseRuntime() === 'electron' ? launchElectron(profile, args, options) : launchHost(profile, args, options);
}

async function launchElectron(profile: string, args: readonly string[], options: LaunchOptions): Promise<LaunchedApp> {
  const env = { ...environment(), ...options.env };
  const app = await _electron.launch({ args: [root, ...args], env, timeout: START_MS });
  let log = '';
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (text) => (log += String(text)));
  return {
    runtime: 'electron',
    page: await app.firstWindow(),
    profile,
    evaluateMain: (run, arg) => app.evaluate(run as never, arg),
    close: () => app.close(),
    kill: async () => {
      const gone = once(app.process(), 'exit');
      app.process().kill('SIGKILL');
      await gone;
    },
    log: () => log,
  };
}

async function launchHost(profile: string, args: readonly string[], options: LaunchOptions): Promise<LaunchedApp> {
  // That of an earlier run names a port where nobody listens any more.
  rmSync(portFile(profile), { force: true });
  const child = fork(join(root, 'out/main/index.js'), [...args], {
    cwd: root,
    execArgv: ['--import', join(root, 'e2e/host/register.mjs')],
    // Structured clone on the channel too, as Playwright's evaluate has nearly.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...hostEnvironment(), ...options.env },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (log += String(text)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const evaluateMain = createEvaluate(child);

  try {
    const page = await Promise.race([
      findPage(profile, evaluateMain),
      ended.then(() => {
        throw new Error(`The app ended before it had a window.\n${log}`);
      }),
    ]);
    const browser = page.context().browser();
    const quit = async (ask: () => void): Promise<void> => {
      ask();
      const patience = setTimeout(() => child.kill('SIGKILL'), QUIT_MS);
      await ended;
      clearTimeout(patience);
      await browser?.close();
    };
    return {
      runtime: 'host',
      page,
      profile,
      evaluateMain,
      close: () => quit(() => child.kill('SIGTERM')),
      kill: () => quit(() => child.kill('SIGKILL')),
      log: () => log,
    };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** Attaches to the page of a window that has loaded. */
async function findPage(profile: string, evaluateMain: LaunchedApp['evaluateMain']): Promise<Page> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const url = await evaluateMain(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
      undefined,
    );
    // about:blank: the browser is there, the page is not yet.
    if (url?.startsWith('app://') === true) break;
    if (Date.now() > deadline) throw new Error(`No window within ${START_MS} ms; its address is ${String(url)}.`);
    await pause(20);
  }
  let address = debugAddress(profile);
  while (address === undefined) {
    if (Date.now() > deadline) throw new Error(`Chromium named no port within ${START_MS} ms.`);
    await pause(20);
    address = debugAddress(profile);
  }
  // noDefaults: else Playwright pretends a light theme over what the app chose.
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('The browser has no page.');
  await page.waitForLoadState('load');
  return page;
}

function portFile(profile: string): string {
  return join(profile, 'chromium-host/DevToolsActivePort');
}

/** Where Chromium takes orders; undefined until its file is there and complete: it writes port and path in a moment of its own. */
function debugAddress(profile: string): string | undefined {
  const file = portFile(profile);
  const written = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, port, path] = /^(\d+)\n(\/devtools\/browser\/[\da-f-]{36})\s*$/.exec(written) ?? [];
  return port === undefined || path === undefined ? undefined : `ws://127.0.0.1:${port}${path}`;
}

function createEvaluate(child: ChildProcess): LaunchedApp['evaluateMain'] {
  let last = 0;
  const waiting = new Map<number, (answer: EvaluateAnswer['evaluated']) => void>();
  child.on('message', (message) => {
    const { evaluated } = message as EvaluateAnswer;
    waiting.get(evaluated.id)?.(evaluated);
    waiting.delete(evaluated.id);
  });
  child.once('exit', () => {
    for (const answer of waiting.values()) answer({ id: 0, error: 'The app ended.' });
  });
  return async (run, arg) => {
    const id = ++last;
    const answer = new Promise<EvaluateAnswer['evaluated']>((resolve) => waiting.set(id, resolve));
    const request: EvaluateRequest = { evaluate: { id, source: String(run), arg } };
    if (child.connected) child.send(request);
    else waiting.get(id)?.({ id, error: 'The app has ended.' });
    const { value, error } = await answer;
    if (error !== undefined) throw new Error(error);
    return value as never;
  };
}

/** Ours, without what is undefined and without the names given. */
function environment(...without: readonly string[]): Record<string, string> {
  const given = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given.filter(([name]) => !without.includes(name)));
}

/** Without a display the host's Chromium runs headless. `HEADED=1` shows the windows. */
function hostEnvironment(): Record<string, string> {
  const attached = { WIREGLASS_DEBUG_PORT: '1' };
  if (process.env['HEADED']) return { ...environment(), ...attached };
  return { ...environment('DISPLAY', 'WAYLAND_DISPLAY'), ...attached, WIREGLASS_HEADLESS: '1' };
}
