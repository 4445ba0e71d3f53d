import { defineConfig } from 'vitest/config';

/**
 * Unit and integration tests: plain Node, real sockets, real files. Nothing here needs a browser or Electron.
 *
 * Two cores are the smallest machine we build on; more workers than that only make real handshakes time out.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'main', include: ['main/**/*.test.ts', 'scripts/**/*.test.ts'] },
      },
      {
        extends: true,
        // No process, no files, no state: a worker serves one file after the other, which saves its start.
        test: { name: 'core', include: ['core/**/*.test.ts'], isolate: false },
      },
      { extends: true, test: { name: 'renderer', include: ['renderer/**/*.test.ts'] } },
    ],
    environment: 'node',
    maxWorkers: 2,
    testTimeout: 20_000,
    // The guard of the electron package: required in plain Node it would try to download a binary.
    env: { ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' },
  },
});
