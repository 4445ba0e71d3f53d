// npm start [-- https://host] [-- --profile DIR]: from a fresh clone to the open app.
import { join } from 'node:path';
import {
  become,
  ensureBuilt,
  ensureChromium,
  ensureElectron,
  ensureInstalled,
  findNode,
  root,
  say,
} from './prepare.mjs';

const words = process.argv.slice(2);
const main = join(root, 'out/main/index.js');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

ensureInstalled();
ensureBuilt();
if (hasDisplay) openWindow();
else runInTerminal();

function openWindow() {
  const electron = ensureElectron();
  if (electron !== undefined) {
    // Chromium refuses to run as root with its sandbox.
    become(electron, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root, ...words]);
    return;
  }
  const chromium = ensureChromium();
  if (chromium === undefined) {
    say(
      'Neither Electron nor a Chromium, Chrome or Edge is here: install one of them, or name a browser in CHROMIUM_PATH.',
    );
    say('Meanwhile the same engine runs in this terminal.');
    runInTerminal();
    return;
  }
  say(`Electron cannot be had here (npx install-electron tries again): the window is ${chromium} instead.`);
  const environment = { ...process.env, CHROMIUM_PATH: chromium };
  become(findNode(), ['--import', join(root, 'e2e/host/register.mjs'), main, ...words], environment);
}

function runInTerminal() {
  const address = words.find((word) => /^https?:\/\//i.test(word));
  const profile = words.findIndex((word) => word === '--profile');
  const kept = profile < 0 ? [] : words.slice(profile, profile + 2);
  const command = address === undefined ? ['story'] : ['send', address];
  if (!hasDisplay) say('There is no display: the engine runs in this terminal.');
  become(findNode(), [join(root, 'out/main/cli.js'), ...command, ...kept]);
}
