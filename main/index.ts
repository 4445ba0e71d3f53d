import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { app, protocol } from 'electron';
import { parseCommandLine } from './electron/commandLine.ts';
import { APP_SCHEME } from './electron/origin.ts';

/*
 * What must happen before the app is ready, and nothing else. `ready` comes only when this module has been evaluated, so
 * awaiting it here would wait for ever.
 */

// Node reads it at every connection: it would switch verification off behind our back.
delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];

protocol.registerSchemesAsPrivileged([
  {
    scheme: APP_SCHEME,
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
  },
]);

const commandLine = parseCommandLine(process.argv);
if (commandLine.profile !== undefined) {
  const folder = resolve(commandLine.profile);
  // As main/engine/engine.ts makes it, which comes too late here.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
}

// The lock lies in the profile: one instance per profile, since two would write the same history.
if (app.requestSingleInstanceLock()) {
  const start = async (): Promise<void> => {
    await app.whenReady();
    const { boot } = await import('./boot.ts');
    await boot({ outFolder: import.meta.dirname, address: commandLine.address });
  };
  start().catch((error: unknown) => {
    console.error('Wireglass could not start:', error);
    app.exit(1);
  });
} else {
  // The running instance has been told and comes to the front.
  app.quit();
}
