import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import type { HttpClient, SentExchange } from '#main/engine/http/client.ts';
import { bodyFolder } from '#main/engine/history/body.ts';
import { createHttpClient } from '#main/engine/http/createHttpClient.ts';
import { everyAnchorOf, type EveryAnchor } from '#main/engine/diagnose/knownElsewhere.ts';
import type { IdentitySource } from '#main/engine/identity/identities.ts';
import type { TrustSource } from '#main/engine/trust/effective.ts';
import type { CliPowers } from './powers.ts';
import { createRunTrust, materialOf, type RunTrust } from './runTrust.ts';
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

/**
 * @param profile folder of a profile, made when missing; undefined = nothing is remembered after the run
 * @param identity the client certificate of the run; absent: those of the profile, whose keys a terminal has not (it says so)
 */
export async function openSession(
  profile: string | undefined,
  run: RunTrust,
  powers: CliPowers,
  identity?: IdentitySource,
): Promise<Result<Session, SessionFailure>> {
  try {
    return profile === undefined
      ? await openTemporary(run, powers, identity)
      : await openProfile(profile, run, powers, identity);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

async function openTemporary(
  run: RunTrust,
  powers: CliPowers,
  identity: IdentitySource | undefined,
): Promise<Result<Session, SessionFailure>> {
  const folder = await mkdtemp(join(tmpdir(), 'wireglass-'));
  const trust = createRunTrust(run, undefined, powers);
  const client = clientFor(trust, identity, folder, powers);
  return ok({
    client,
    trust,
    everyAnchor: () => everyAnchorOf(materialOf(run, undefined, powers)()),
    bodyFolder: bodyFolder(folder),
    keep: () => Promise.resolve(ok(undefined)),
    close: async () => {
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function openProfile(
  folder: string,
  run: RunTrust,
  powers: CliPowers,
  identity: IdentitySource | undefined,
): Promise<Result<Session, SessionFailure>> {
  // Loaded here: a run without a profile needs no database.
  const [{ openTrustStore }, { openHistory }, { createIdentities }, { KeyRing }] = await Promise.all([
    import('#main/engine/trust/store.ts'),
    import('#main/engine/history/store.ts'),
    import('#main/engine/identity/identities.ts'),
    import('#main/engine/identity/keyRing.ts'),
  ]);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = openTrustStore({ ...powers, folder, by: 'terminal' });
  const state = store.state();
  if (!state.ok) {
    store.close();
    return refuse(
      `The trust file of ${folder} cannot be used, so nothing is sent. ${explainTrustFailure(state.error)}`,
    );
  }
  const unchanged = run.system && run.bundled && run.authorities.length === 0;
  const trust = unchanged ? store : createRunTrust(run, store, powers);
  const identities = identity ?? createIdentities({ store, keys: new KeyRing(), now: powers.now });
  const client = clientFor(trust, identities, folder, powers);
  const history = await openHistory({ folder, worker: powers.workers.history, now: powers.now });
  return ok({
    client,
    trust,
    everyAnchor: () => everyAnchorOf(materialOf(run, store, powers)()),
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

function clientFor(
  trust: TrustSource,
  identities: IdentitySource | undefined,
  folder: string,
  { now, version, workers }: CliPowers,
): HttpClient {
  return createHttpClient({
    trust,
    ...(identities !== undefined && { identities }),
    now,
    bodyFolder: bodyFolder(folder),
    bodyWorker: workers.body,
    userAgent: `Wireglass/${version}`,
  });
}

function refuse(message: string): { readonly ok: false; readonly error: SessionFailure } {
  return fail({ kind: 'session', message });
}
