/** The scripts of the worker threads. */
export interface Workers {
  readonly history: URL;
  readonly body: URL;
  readonly unpack: URL;
}

/** As source files, which Node runs as they are: tests, benchmarks, the command line from its source. */
export function sourceWorkers(): Workers {
  return {
    history: new URL('./history/worker.ts', import.meta.url),
    body: new URL('./http/bodyWorker.ts', import.meta.url),
    unpack: new URL('./trust/import/unpackWorker.ts', import.meta.url),
  };
}

/** As the build names them, beside its entries. @param outMain a URL that ends in a slash */
export function builtWorkers(outMain: URL): Workers {
  return {
    history: new URL('historyWorker.js', outMain),
    body: new URL('bodyWorker.js', outMain),
    unpack: new URL('unpackWorker.js', outMain),
  };
}
