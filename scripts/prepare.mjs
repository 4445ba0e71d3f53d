// What npm start, npm test and npm run wireglass have in common: making a fresh clone ready to run. Plain JavaScript for
// Node 20 and later, with nothing installed. Everything said goes to stderr: stdout belongs to the command itself.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { findChromium } from '../e2e/host/chromium.mjs';

export const root = resolve(import.meta.dirname, '..');
const at = (...parts) => join(root, ...parts);

/** The version the app is built for: that of Electron 45's Node. */
const NODE_MAJOR = 24;

export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the command with the reason; for what only the person can mend. */
export function giveUp(reason) {
  say(reason);
  process.exit(1);
}

/** Installs the packages when they are missing or the lock file has changed since. */
export function ensureInstalled() {
  const stamp = at('node_modules/.wireglass-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  if (!installedByHand()) {
    say('Installing packages (npm ci)…');
    const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
    if (spawnSync('npm', ['ci', '--no-audit', '--no-fund'], options).status !== 0) giveUp('npm ci failed.');
  }
  writeFileSync(stamp, wanted);
}

/** npm keeps its own record of what it installed; one that is newer than the lock file is an install of just that. */
function installedByHand() {
  const record = at('node_modules/.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}

/** Path of a Node that can run the app: this one, or the one that came with the packages. Call it after ensureInstalled. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = at('node_modules', `node-${process.platform.replace('win32', 'win')}-${process.arch}`, 'bin', name);
  if (existsSync(packaged)) return packaged;
  return giveUp(`Node ${NODE_MAJOR} is needed; this is ${process.version}. Install it from https://nodejs.org.`);
}

/** Builds when a source is newer than what was built from it. */
export function ensureBuilt() {
  if (newestSource() <= oldestOutput()) return;
  say('Building…');
  const words = [at('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'];
  if (spawnSync(findNode(), words, { cwd: root, stdio: ['ignore', 2, 2] }).status !== 0) giveUp('The build failed.');
}

/** Folders count too: theirs is the only time that changes when a file goes. */
function newestSource() {
  const folders = ['core', 'main', 'preload', 'renderer'].map((name) => at(name));
  const inside = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => !/\.test\.tsx?$/.test(name))
      .map((name) => join(folder, name)),
  );
  const files = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json'].map((name) =>
    at(name),
  );
  return Math.max(...[...folders, ...inside, ...files].map((path) => statSync(path).mtimeMs));
}

/** The oldest, so that a build that stopped half-way is seen as none. */
function oldestOutput() {
  const outputs = ['main/index.js', 'main/cli.js', 'main/historyWorker.js', 'preload/index.cjs', 'renderer/index.html'];
  const times = outputs.map((name) => at('out', name)).map((path) => (existsSync(path) ? statSync(path).mtimeMs : 0));
  return Math.min(...times);
}

/** Path of a browser for the Chromium host, installed if that can be done here; undefined when it cannot. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  ensureDebianPackages(['chromium']);
  return findChromium();
}

/** Installs the commands that are missing, where we may: as root on Debian and its kin. Packages are named as their commands. */
export function ensureCommands(commands) {
  ensureDebianPackages(commands.filter((command) => !isOnPath(command)));
}

export function isOnPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, command)));
}

function ensureDebianPackages(names) {
  if (names.length === 0 || process.getuid?.() !== 0 || !isOnPath('apt-get')) return;
  say(`Installing ${names.join(', ')} (apt-get)…`);
  const options = { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
}

/** Path of Electron's binary, or undefined. It does not come with its package: it is downloaded at first use. */
export function findElectron() {
  const named = at('node_modules/electron/path.txt');
  if (!existsSync(named)) return undefined;
  const binary = at('node_modules/electron/dist', readFileSync(named, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

/** A fast line brings its ~110 MB in this time; a machine that may not reach GitHub learns so at once. */
const ELECTRON_DOWNLOAD_MS = 60_000;

/** As findElectron, after one attempt to download it. A failure is remembered until the packages are installed anew. */
export function ensureElectron() {
  const found = findElectron();
  const stamp = at('node_modules/.wireglass-no-electron');
  if (found !== undefined || existsSync(stamp)) return found;
  say('Downloading Electron…');
  const options = { cwd: root, stdio: 'ignore', timeout: ELECTRON_DOWNLOAD_MS, killSignal: 'SIGKILL' };
  spawnSync(findNode(), [at('node_modules/electron/install.js')], options);
  const downloaded = findElectron();
  if (downloaded === undefined) writeFileSync(stamp, 'npx install-electron tries again.\n');
  return downloaded;
}

/** Runs a program in our place: its input and output are ours, signals go to it, and we end as it ends. */
export function become(program, words, environment = process.env) {
  const child = spawn(program, words, { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => giveUp(`${program}: ${error.message}`));
  child.once('exit', (code, signal) => {
    // 128 + n, as shells say it.
    process.exit(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1));
  });
}
