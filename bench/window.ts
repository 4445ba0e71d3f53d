import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { root } from './engine.ts';
import { median, type Measure } from './measure.ts';

const STARTS = 5;
const PATIENCE_MS = 30_000;

/** The window: how soon it is there in the Chromium host, and how much script it needs for that. */
export async function measureWindow(): Promise<readonly Measure[]> {
  const profile = mkdtempSync(join(tmpdir(), 'wireglass-start-'));
  // The first start makes Chromium's profile; later ones are what a person meets every day.
  const first = await startMs(profile);
  const later: number[] = [];
  for (let start = 0; start < STARTS; start++) later.push(await startMs(profile));
  const size = initialScript(join(root, 'out/renderer')) / 1000;
  return [
    { id: 'start.first', title: 'first start in the host → first paint', value: first, unit: 'ms' },
    { id: 'start', title: 'start in the host → first paint', value: median(later), unit: 'ms' },
    { id: 'script', title: "window's initial script, gzipped", value: size, unit: 'kB', bound: { atMost: 350 } },
  ];
}

/** ms from starting the process to the first contentful paint of its window. */
async function startMs(profile: string): Promise<number> {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, ...headless } = process.env;
  if (display !== undefined || wayland !== undefined) headless['WIREGLASS_HEADLESS'] = '1';
  const begun = Date.now();
  const child = fork(join(root, 'out/main/index.js'), ['--profile', profile], {
    execArgv: ['--import', join(root, 'e2e/host/register.mjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: headless,
  });
  try {
    while (Date.now() - begun < PATIENCE_MS) {
      child.send({ evaluate: { id: 1, source: FIRST_PAINT, arg: undefined } });
      const [message] = (await once(child, 'message')) as [{ readonly evaluated: { readonly value?: number } }];
      const paintedAt = message.evaluated.value;
      if (typeof paintedAt === 'number') return paintedAt - begun;
      await pause(10);
    }
    throw new Error('The window was not painted.');
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Runs in the main process: ms since the epoch at which the page was painted, or null while it is not. */
const FIRST_PAINT = `async ({ BrowserWindow }) => {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  if (!contents?.getURL().startsWith('app:')) return null;
  return contents.executeJavaScript(\`
    (() => {
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return paint ? performance.timeOrigin + paint.startTime : null;
    })()\`);
}`;

/** Gzipped bytes of what index.html loads before anything is shown: its scripts, their preloads and their static imports. */
function initialScript(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.?\/?([^"]+\.js)"/g)].flatMap(([, path]) =>
    path ? [join(folder, path)] : [],
  );
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path) || !existsSync(path)) return;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    for (const [, from] of text.matchAll(/(?:^|[;}\s])(?:import|export)(?:[^"'();]*?from)?\s*["'](\.[^"']+)["']/g)) {
      if (from) visit(join(dirname(path), from));
    }
  };
  named.forEach(visit);
  return [...seen].reduce((sum, path) => sum + gzipSync(readFileSync(path), { level: 9 }).length, 0);
}
