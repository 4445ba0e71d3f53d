// npm test: everything that must hold, in turn, stopping at the first that does not.
import { spawnSync } from 'node:child_process';
import {
  ensureChromium,
  ensureCommands,
  ensureInstalled,
  findElectron,
  giveUp,
  isOnPath,
  root,
  say,
} from './prepare.mjs';

const steps = ['format', 'types', 'lint', 'unit', 'build', 'e2e'];

ensureInstalled();
// Tests make their certificates with openssl and compare transfers with curl.
ensureCommands(['openssl', 'curl']);
if (findElectron() === undefined && ensureChromium() === undefined) {
  giveUp(
    'The end-to-end tests need Electron (npx install-electron) or a Chromium: install one, or name it in CHROMIUM_PATH.',
  );
}

const begun = performance.now();
for (const step of steps) {
  say(`\n── ${step} ──`);
  const stepBegun = performance.now();
  const [program, words] = command(step);
  const { status } = spawnSync(program, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) giveUp(`\n✗ ${step} failed after ${seconds(stepBegun)}.`);
  say(`✓ ${step} ${seconds(stepBegun)}`);
}
say(`\n✓ all ${seconds(begun)}`);

/** npm puts node_modules/.bin, and with it Node 24, first on the path of its scripts. */
function command(step) {
  const words = ['run', '-s', `test:${step}`];
  // Electron has no headless mode of its own.
  const needsScreen =
    step === 'e2e' && findElectron() !== undefined && process.platform === 'linux' && !process.env.DISPLAY;
  return needsScreen && isOnPath('xvfb-run') ? ['xvfb-run', ['-a', 'npm', ...words]] : ['npm', words];
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
