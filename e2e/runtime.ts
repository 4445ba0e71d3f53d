import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of package.json. */
export const root = resolve(import.meta.dirname, '..');

/** What the app runs in: Electron when its binary was downloaded, else the Chromium host (docs/design/host.md). */
export function chooseRuntime(): 'electron' | 'host' {
  const folder = join(root, 'node_modules/electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return 'host';
  return existsSync(join(folder, 'dist', readFileSync(named, 'utf8').trim())) ? 'electron' : 'host';
}
