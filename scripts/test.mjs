// npm test: everything that must hold, in turn, stopping at the first that does not.
import { spawn } from 'node:child_process';
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

/** Those of one line run side by side: each keeps one core busy, and none of them looks at a clock. */
const stages = [['format', 'types', 'lint'], ['unit'], ['build'], ['e2e']];

ensureInstalled();
// Tests make their certificates with openssl and compare transfers with curl.
ensureCommands(['openssl', 'curl']);
if (findElectron() === undefined && ensureChromium() === undefined) {
  giveUp(
    'The end-to-end tests need Electron (npx install-electron) or a Chromium: install one, or name it in CHROMIUM_PATH.',
  );
}

const begun = performance.now();
for (const stage of stages) {
  say(`\n── ${stage.join(' · ')} ──`);
  const failed = (await Promise.all(stage.map(run))).filter((step) => step !== undefined);
  if (failed.length > 0) giveUp(`\n✗ ${failed.join(', ')} failed.`);
}
say(`\n✓ all ${seconds(begun)}`);

/** Resolves with the name of the step when it failed. */
async function run(step) {
  const stepBegun = performance.now();
  const [program, words] = command(step);
  const child = spawn(program, words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  say(`${code === 0 ? '✓' : '✗'} ${step} ${seconds(stepBegun)}`);
  return code === 0 ? undefined : step;
}

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
