import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/**
 * Three builds into out/: main (ES modules for Node 24), preload (one CommonJS file: a sandboxed renderer takes no other), renderer.
 * Everything is bundled, so the package needs no node_modules.
 */
export default defineConfig({
  main: {
    build: {
      outDir: resolve(root, 'out/main'),
      externalizeDeps: false,
      // Read from disk once: its size costs nothing that a warning would save.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: {
          index: resolve(root, 'main/index.ts'),
          cli: resolve(root, 'main/cli.ts'),
          historyWorker: resolve(root, 'main/engine/history/worker.ts'),
          bodyWorker: resolve(root, 'main/engine/http/bodyWorker.ts'),
          unpackWorker: resolve(root, 'main/engine/trust/import/unpackWorker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: resolve(root, 'out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      // Fonts and pictures stay files: the policy allows no data: fonts.
      assetsInlineLimit: 0,
      // Before compression. What counts, the gzipped size of the first paint, is measured by `npm run bench`.
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        checks: { pluginTimings: false },
        input: { index: resolve(root, 'renderer/index.html') },
      },
    },
  },
});
