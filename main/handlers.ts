import type { Handlers } from '#core/contract.ts';
import { ok } from '#core/result.ts';
import type { Engine } from '#main/engine/engine.ts';
import { exportHar, previewExport } from '#main/engine/history/exportHar.ts';
import { saveBody, saveText } from '#main/engine/history/save.ts';
import { certificateHandlers } from '#main/handlers/certificate.ts';
import { diagnoseHandlers } from '#main/handlers/diagnose.ts';
import { fileHandlers } from '#main/handlers/file.ts';
import { identityHandlers } from '#main/handlers/identity.ts';
import { judgeHandlers } from '#main/handlers/judge.ts';
import { scanHandlers } from '#main/handlers/scan.ts';
import { clipboardHandlers } from '#main/handlers/clipboard.ts';
import { trustImportHandlers } from '#main/handlers/trustImport.ts';
import { trustHandlers } from '#main/handlers/trust.ts';
import { trustMoveHandlers } from '#main/handlers/trustMove.ts';
import { trustRelianceHandlers } from '#main/handlers/trustReliance.ts';
import { tlsLibrary } from '#main/engine/http/tlsOptions.ts';
import type { Shell } from '#main/shell.ts';

/** An answer to every method of the contract: a missing or misspelt one does not compile. */
export function createHandlers(engine: Engine, shell: Shell): Handlers {
  const exports = new Map<string, AbortController>();
  const importing = trustImportHandlers(engine);

  return {
    'app.info': () => {
      const state = engine.trust.state();
      return Promise.resolve({
        ...shell.facts,
        tlsLibrary: tlsLibraryName(),
        platform: process.platform,
        ...(engine.history.setAside === undefined ? {} : { historySetAside: engine.history.setAside }),
        ...(state.ok || state.error.kind !== 'damaged' ? {} : { trustDamaged: state.error.path }),
      });
    },

    'request.send': ({ id, draft }) => engine.send(id, draft),
    'request.cancel': ({ id }) => Promise.resolve({ cancelled: engine.cancel(id) }),

    'history.list': (query) => engine.history.list(query),
    'history.get': ({ id }) => engine.history.get(id),
    'history.remove': ({ ids }) => engine.history.remove(ids),
    'history.restore': ({ ids }) => engine.history.restore(ids),

    'export.preview': ({ ids }) => previewExport(engine.history, ids),
    'export.har': async ({ jobId, ids, secrets }) => {
      const path = await shell.chooseSavePath('wireglass.har', 'har');
      if (path === undefined) return ok({ entries: 0, bytes: 0 });
      const controller = new AbortController();
      exports.set(jobId, controller);
      try {
        return await exportHar({
          history: engine.history,
          ids,
          secrets,
          path,
          version: engine.version,
          signal: controller.signal,
          onProgress: (progress) => engine.emit('export.progress', { jobId, ...progress }),
        });
      } finally {
        exports.delete(jobId);
      }
    },
    'export.cancel': ({ jobId }) => {
      const controller = exports.get(jobId);
      controller?.abort();
      return Promise.resolve({ cancelled: controller !== undefined });
    },

    'file.choose': ({ purpose }) => shell.chooseFiles(purpose),
    'file.saveBody': async ({ ref, suggestedName }) => {
      const path = await shell.chooseSavePath(suggestedName, 'body');
      return path === undefined ? ok({}) : await saveBody(engine.history, ref, path);
    },
    'file.saveText': async ({ text, suggestedName, purpose = 'certificate' }) => {
      const path = await shell.chooseSavePath(suggestedName, purpose);
      return path === undefined ? ok({}) : await saveText(text, path);
    },

    ...certificateHandlers,
    ...diagnoseHandlers(engine),
    ...fileHandlers(shell),
    ...identityHandlers(engine),
    ...judgeHandlers(engine),
    ...scanHandlers(engine),
    ...trustMoveHandlers(engine, shell),
    ...trustRelianceHandlers(engine),
    ...trustHandlers(engine),
    ...importing,
    ...clipboardHandlers(shell, importing['trust.read']),

    'playground.start': () => engine.playground.start(),
    'playground.stop': async () => {
      await engine.playground.stop();
      return engine.playground.state();
    },
    'playground.state': () => Promise.resolve(engine.playground.state()),

    'settings.get': () => Promise.resolve(engine.settings.get()),
    'settings.set': (change) => {
      const settings = engine.settings.set(change);
      shell.applyTheme(settings.theme);
      return Promise.resolve(settings);
    },
  };
}

/** Which library did the handshakes: what it accepts differs, and a report about it must say. */
function tlsLibraryName(): string {
  return tlsLibrary() === 'boringssl' ? 'BoringSSL' : `OpenSSL ${process.versions.openssl}`;
}
