import { mkdirSync } from 'node:fs';
import type { EventName, EventPayloads, SendFailure, Settings } from '#core/contract.ts';
import { defaultLimits, limitsFrom, type RequestDraft, type SendLimits } from '#core/http/draft.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { createDiagnosis, type Diagnosis } from '#main/engine/diagnose/diagnosis.ts';
import { everyAnchorOf, type EveryAnchor } from '#main/engine/diagnose/knownElsewhere.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import { bodyFolder } from '#main/engine/history/body.ts';
import { openHistory, type History } from '#main/engine/history/store.ts';
import { createHttpClient } from '#main/engine/http/createHttpClient.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import { createScans, type Scans } from '#main/engine/scan/scans.ts';
import { createIdentities, type Identities } from '#main/engine/identity/identities.ts';
import { KeyRing } from '#main/engine/identity/keyRing.ts';
import type { Secrets } from '#main/engine/identity/secrets.ts';
import { createPlayground, type Playground } from '#main/engine/playground/playground.ts';
import { openSettings, type SettingsFile } from '#main/engine/settings.ts';
import type { Workers } from './workers.ts';
import { createImports, type Imports } from '#main/engine/trust/import/imports.ts';
import { Jobs } from '#main/engine/trust/jobs.ts';
import { openTrustStore, type TrustStore } from '#main/engine/trust/store.ts';
import { Vouchers } from '#main/engine/trust/vouchers.ts';

/** Tells whoever listens (the window) that something happened. */
export type Emit = <N extends EventName>(name: N, payload: EventPayloads[N]) => void;

export interface EnginePowers {
  /** The profile: everything is kept below it. */
  readonly folder: string;
  /** ms UTC. */
  readonly now: () => number;
  readonly workers: Workers;
  /** PEM of the authorities of the operating system and of those shipped with Node. Asked once, when first needed. */
  readonly systemRoots: () => readonly string[];
  readonly bundledRoots: () => readonly string[];
  /** What protects private keys on disk. Absent where there is no desktop: then none can be protected, nor used. */
  readonly secrets?: Secrets;
  readonly version: string;
  readonly emit: Emit;
}

/** Everything the app can do, in plain Node: the window's handlers, the terminal and the benchmarks drive the same object. */
export interface Engine {
  readonly trust: TrustStore;
  readonly identities: Identities;
  readonly history: History;
  readonly playground: Playground;
  readonly scans: Scans;
  readonly diagnosis: Diagnosis;
  readonly imports: Imports;
  /** Long work on the trust store, to be stopped by its id. */
  readonly jobs: Jobs;
  readonly settings: SettingsFile;
  /** Tells the window, as the engine itself does. */
  readonly emit: Emit;
  readonly version: string;
  /** ms UTC. */
  readonly now: () => number;
  /** Sends and keeps the exchange. Resolves when it is over, whatever came of it. */
  send(id: string, draft: RequestDraft): Promise<Result<ExchangeWithCertificates, SendFailure>>;
  /** False when it was already over. */
  cancel(id: string): boolean;
  /** Ends running requests, writes what is not yet written, stops the playground. */
  close(): Promise<void>;
}

/** The engine on a profile folder, which is made when it is not there. */
export async function createEngine(powers: EnginePowers): Promise<Engine> {
  const { folder, now, emit } = powers;
  // Requests, answers and trust decisions: nobody else's business on a shared machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = new KeyRing(powers.secrets);
  const trust = openTrustStore({
    folder,
    now,
    systemRoots: powers.systemRoots,
    bundledRoots: powers.bundledRoots,
    by: 'window',
    protectionOf: (id, sealed) => keys.protectionOf(id, sealed),
  });
  const tellTrust = () => {
    const state = trust.state();
    emit('trust.changed', { revision: state.ok ? state.value.revision : Number.MAX_SAFE_INTEGER });
  };
  const identities = createIdentities({ store: trust, keys, now, onProtection: () => trust.touched() });
  // Nobody waits for it: a keyring may ask the user first. Until then a sealed key is believed to open.
  void identities.checkSealed();
  const history = await openHistory({ folder, worker: powers.workers.history, now });
  const settings = openSettings(folder);
  const playground = createPlayground({ now, onChange: (state) => emit('playground.changed', state) });
  const vouchers = new Vouchers();
  const client = createHttpClient({
    trust,
    identities,
    vouchers,
    now,
    bodyFolder: bodyFolder(folder),
    bodyWorker: powers.workers.body,
    userAgent: `Wireglass/${powers.version}`,
  });
  const diagnosis = createDiagnosis({
    trust,
    everyAnchor: () => everyAnchorIn(trust),
    now,
    userAgent: `Wireglass/${powers.version}`,
    vouchers,
  });
  const scans = createScans({ now, inspect: (job) => client.inspect(job) }, (id, report) =>
    emit('scan.progress', { id, report }),
  );
  const jobs = new Jobs();
  const imports = createImports({
    store: trust,
    network: { now, inspect: (job) => client.inspect(job), fetch: (request) => diagnosis.fetch(request) },
    jobs,
    emit,
    now,
    unpackWorker: powers.workers.unpack,
  });
  const running = new Map<string, AbortController>();
  let keeping: Promise<void> = Promise.resolve();
  // Nobody waits for it: until it is there, fewer reasons are known.
  void remember(vouchers, history);
  const keep = async (sent: SentExchange): Promise<void> => {
    const kept = await history.add(sent);
    if (!kept.ok)
      emit('history.failed', { id: sent.exchange.id, code: 'code' in kept.error ? kept.error.code : kept.error.kind });
  };

  trust.onChange(tellTrust);
  trust.onNote(() => {
    const state = trust.state();
    if (state.ok) emit('trust.changed', { revision: state.value.revision, noted: true });
  });
  history.onChange((change) => emit('history.changed', change));

  return {
    trust,
    identities,
    history,
    playground,
    scans,
    diagnosis,
    imports,
    jobs,
    settings,
    emit,
    version: powers.version,
    now,
    async send(id, draft) {
      if (running.has(id)) return fail({ kind: 'already-running', id, message: `Exchange ${id} is still running.` });
      const controller = new AbortController();
      running.set(id, controller);
      const startedAt = performance.now();
      try {
        const limits = limitsFrom(limitsOf(settings.get()), draft.limits);
        const sent = await client.send({
          id,
          draft: { ...draft, limits },
          signal: controller.signal,
          // The client paces itself.
          onProgress: (progress) =>
            emit('request.progress', { id, elapsedMs: performance.now() - startedAt, ...progress }),
        });
        // The answer does not wait for the disk, but at most one exchange is ever on its way there.
        const before = keeping;
        keeping = Promise.all([before, keep(sent)]).then(() => undefined);
        await before;
        return ok({ exchange: sent.exchange, certificates: certificateBag(sent) });
      } finally {
        running.delete(id);
      }
    },
    cancel(id) {
      const controller = running.get(id);
      controller?.abort();
      return controller !== undefined;
    },
    async close() {
      for (const controller of running.values()) controller.abort();
      jobs.close();
      diagnosis.close();
      await imports.close();
      await scans.close();
      await client.close();
      await playground.stop();
      await keeping;
      await history.close();
      identities.close();
      trust.close();
    },
  };
}

/** What the last runs saw. A history that does not answer has nothing to say. */
async function remember(vouchers: Vouchers, history: History): Promise<void> {
  const seen = await history.vouched();
  if (seen.ok) for (const one of seen.value) vouchers.note(one);
}

/** What is known, whether it counts or not. With a damaged trust file nothing is. */
function everyAnchorIn(trust: TrustStore): EveryAnchor {
  const material = trust.material();
  return material.ok ? everyAnchorOf(material.value) : { anchors: [], sources: { system: false, bundled: false } };
}

function limitsOf(settings: Settings): SendLimits {
  return {
    ...defaultLimits,
    connectTimeoutMs: settings.connectTimeoutSeconds * 1000,
    totalTimeoutMs: settings.totalTimeoutSeconds * 1000,
    maxBodyBytes: settings.maxBodyMegabytes * 1024 ** 2,
  };
}
