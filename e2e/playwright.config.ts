import { defineConfig } from '@playwright/test';
import { chooseRuntime } from './runtime.ts';

// Workers load this file too; it is said once.
if (process.env['TEST_WORKER_INDEX'] === undefined) {
  const words = { electron: 'Electron', host: 'the Chromium host (no Electron binary was found)' };
  console.log(`The app runs in ${words[chooseRuntime()]}.`);
}

/** One app at a time, and no second chances: a test that passes sometimes is a fault. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  forbidOnly: process.env['CI'] !== undefined,
});
