// node --import ./e2e/host/register.mjs out/main/index.js: the built app, with `electron` answered by ./electron.ts.
import { realpathSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const electron = new URL('./electron.ts', import.meta.url).href;
const entry = process.argv[1] === undefined ? undefined : pathToFileURL(realpathSync(process.argv[1])).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron' || specifier === 'electron/main') {
      return { url: electron, format: 'module-typescript', shortCircuit: true };
    }
    return nextResolve(specifier, context);
  },
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== entry) return loaded;
    // Electron is ready only when the main module has been evaluated, its top-level awaits included: an app that awaits
    // `ready` there hangs. So that it hangs here too, the end of that module is what starts us.
    const told = "\nglobalThis[Symbol.for('wireglass.host.evaluated')]?.();\n";
    return { ...loaded, source: String(loaded.source) + told };
  },
});
