import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { HttpClient, SentExchange } from '#main/engine/http/client.ts';
import { bodyFolder } from '#main/engine/history/body.ts';
import { createHttpClient } from '#main/engine/http/createHttpClient.ts';
import type { EveryAnchor } from '#main/engine/diagnose/knownElsewhere.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { CliPowers } from './powers.ts';
import { createRunTrust, everyAnchorOf, type RunTrust } from './runTrust.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';

/** The run cannot go on, for a reason on this computer. `message` is shown to the user. */
export type SessionFailure = Failure<'session'>;

/** The engine for one run. */
export interface Session {
  readonly client: HttpClient;
  readonly trust: TrustSource;
  /** What is known to this run, whether it counts or not. */
  readonly everyAnchor: () => EveryAnchor;
  /** Where bodies that are not inline lie (main/engine/history/body.ts). */
  readonly bodyFolder: string;
  /** Adds to the profile's history; without a profile nothing is kept. */
  keep(sent: SentExchange): Promise<Result<undefined, SessionFailure>>;
  close(): Promise<void>;
}

/** @param profile folder of a profile, made when missing; undefined = nothing is remembered after the run */
export async function openSession(
  profile: string | undefined,
  run: RunTrust,
  powers: CliPowers,
): Promise<Result<Session, SessionFailure>> {
  try {
    return profile === undefined ? await openTemporary(run, powers) : await openProfile(profile, run, powers);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function openTemporary(run: RunTrust, powers: CliPowers): Promise<Result<Session, SessionFailure>> {
  const folder = await mkdtemp(join(tmpdir(), 'wireglass-'));
  const trust = createRunTrust(run, undefined, powers);
  const client = clientFor(trust, folder, powers);
  return ok({
    client,
    trust,
    everyAnchor: () => everyAnchorOf(run, undefined, powers),
    bodyFolder: bodyFolder(folder),
    keep: () => Promise.resolve(ok(undefined)),
    close: async () => {
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function openProfile(folder: string, run: RunTrust, powers: CliPowers): Promise<Result<Session, SessionFailure>> {
  // Loaded here: a run without a profile needs no database.
  const [{ openTrustStore }, { openHistory }] = await Promise.all([
    import('#main/engine/trust/store.ts'),
    import('#main/engine/history/store.ts'),
  ]);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = openTrustStore({ ...powers, folder });
  const state = store.state();
  if (!state.ok) {
    store.close();
    return refuse(
      `The trust file of ${folder} cannot be used, so nothing is sent. ${explainTrustFailure(state.error)}`,
    );
  }
  const unchanged = run.system && run.bundled && run.authorities.length === 0;
  const trust = unchanged ? store : createRunTrust(run, state.value, powers);
  const client = clientFor(trust, folder, powers);
  const history = await openHistory({ folder, worker: powers.workers.history, now: powers.now });
  return ok({
    client,
    trust,
    everyAnchor: () => everyAnchorOf(run, state.value, powers),
    bodyFolder: bodyFolder(folder),
    keep: async (sent) => {
      const kept = await history.add(sent);
      return kept.ok ? ok(undefined) : refuse(`History could not be written in ${folder}: ${kept.error.message}`);
    },
    close: async () => {
      await client.close();
      await history.close();
      store.close();
    },
  });
}

function clientFor(trust: TrustSource, folder: string, { now, version, workers }: CliPowers): HttpClient {
  return createHttpClient({
    trust,
    now,
    bodyFolder: bodyFolder(folder),
    bodyWorker: workers.body,
    userAgent: `Wireglass/${version}`,
  });
}

function refuse(message: string): { readonly ok: false; readonly error: SessionFailure } {
  return fail({ kind: 'session', message });
}
