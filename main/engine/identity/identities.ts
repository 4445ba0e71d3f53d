import type { InputOf, OutputOf } from '#core/contract.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toPem } from '#core/certificate/pem.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { TrustFailure, TrustState } from '#core/trust/anchor.ts';
import {
  fittingIdentities,
  misfitOf,
  type ChoosableIdentity,
  type FittingIdentity,
  type IdentityWish,
} from '#core/trust/chooseIdentity.ts';
import type { IdentityCandidate, IdentityFailure, IdentityMiss } from '#core/trust/identity.ts';
import { formatPattern, parsePattern } from '#core/trust/pattern.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { fingerprintOf } from '#main/engine/trust/authority.ts';
import type { StoredIdentity } from '#main/engine/trust/stored.ts';
import { CandidateDesk, candidateOf } from './candidate.ts';
import type { KeyRing } from './keyRing.ts';
import { readIdentity } from './readIdentity.ts';
import type { Sealed, SecretFailure } from './secrets.ts';

/** A client certificate with its key, as a TLS context takes it. Never crosses the bridge, never logged. */
export interface IdentityMaterial {
  readonly id: string;
  readonly label: string;
  /** SHA-256 of the leaf. */
  readonly leaf: string;
  /** PEM, leaf first. */
  readonly cert: string;
  /** PKCS#8 PEM, unencrypted. */
  readonly key: string;
}

/** What a server said about the client certificate it wants, and where it stands. */
export type IdentityAsk = IdentityWish;

export interface IdentitySource {
  /** The identity to show to a server that was approved; undefined when none fits. */
  choose(ask: IdentityAsk): Promise<IdentityMaterial | undefined>;
  /** Why the likeliest identity is not shown to the server; undefined when there is none to speak of, or one fits. */
  whyNone?(ask: IdentityAsk): IdentityMiss | undefined;
}

export type IdentityChange = InputOf<'identity.update'>;

/** The rows of the trust file, as far as they are about identities. */
export interface IdentityStore {
  state(): Result<TrustState, TrustFailure>;
  /** Newest first, without the removed ones; none when the file is damaged. */
  identityRows(): readonly StoredIdentity[];
  addIdentity(row: StoredIdentity): Result<TrustState, TrustFailure>;
  updateIdentity(change: IdentityChange): Result<TrustState, TrustFailure>;
  protectIdentity(id: string, sealed: Sealed): Result<TrustState, TrustFailure>;
}

export interface IdentityPowers {
  readonly store: IdentityStore;
  readonly keys: KeyRing;
  /** ms UTC. */
  readonly now: () => number;
  /** Where a key is became known to be otherwise than was said. */
  readonly onProtection?: () => void;
}

type Changed = Result<TrustState, TrustFailure | IdentityFailure>;

/** Client certificates: read, kept, and handed to the gate for servers it has approved. */
export interface Identities extends IdentitySource {
  read(input: InputOf<'identity.read'>): Promise<Result<IdentityCandidate, IdentityFailure>>;
  add(input: InputOf<'identity.add'>): Promise<Changed>;
  update(change: IdentityChange): Changed;
  /** Seals the key of a session identity. */
  protect(id: string): Promise<Changed>;
  protection(): Promise<OutputOf<'identity.protection'>>;
  /** What may be shown to a host whatever it asks for, the one to be tried first at the head. */
  for(host: string, port: number): readonly { readonly id: string; readonly pattern: string }[];
  /** Finds out which sealed keys do not open here. For the start of the app, in the background. */
  checkSealed(): Promise<void>;
  /** Overwrites every key in memory. */
  close(): void;
}

export function createIdentities(powers: IdentityPowers): Identities {
  return new KeptIdentities(powers);
}

/** A row with its certificates decoded. */
type Choosable = ChoosableIdentity & { readonly row: StoredIdentity };

class KeptIdentities implements Identities {
  readonly #powers: IdentityPowers;
  readonly #desk: CandidateDesk;
  /** By the DER of the row: rows are read anew when the file changes. */
  readonly #decoded = new WeakMap<Uint8Array, Certificate>();

  constructor(powers: IdentityPowers) {
    this.#powers = powers;
    this.#desk = new CandidateDesk(powers.now);
  }

  async read(input: InputOf<'identity.read'>): Promise<Result<IdentityCandidate, IdentityFailure>> {
    this.#desk.clear();
    const found = await readIdentity(input);
    if (!found.ok) return found;
    const token = this.#desk.lay(found.value);
    return ok(candidateOf(found.value, token, (sha256) => this.#labelOf(sha256), this.#powers.now()));
  }

  async add({ token, label, hosts, note, keep }: InputOf<'identity.add'>): Promise<Changed> {
    const patterns = normalPatterns(hosts);
    if (!patterns.ok) return patterns;
    const found = this.#desk.find(token);
    if (found === undefined) return fail({ kind: 'token-gone', message: 'The token is gone.' });
    const { keys, now, store } = this.#powers;
    const id = newExchangeId(now());
    // A copy: the original is overwritten when the desk is cleared, which may happen while the secret store is asked.
    const key = found.key.slice();
    try {
      const sealed = keep === 'protected' ? await keys.seal({ id, leaf: found.chain[0].sha256 }, key) : undefined;
      if (sealed?.ok === false) return fail(refusedSecret(sealed.error));
      if (sealed === undefined) keys.keep(id, key);
      const added = store.addIdentity({
        id,
        label,
        enabled: true,
        hosts: patterns.value,
        ...(note !== undefined && note !== '' && { note }),
        addedAt: now(),
        origin: found.origin,
        chain: found.chain.map(({ der }) => der),
        ...(sealed?.ok === true && { sealedKey: sealed.value.bytes, sealedBy: sealed.value.by }),
      });
      if (added.ok) this.#desk.clear();
      else keys.forget(id);
      return added;
    } finally {
      key.fill(0);
    }
  }

  update({ hosts, ...change }: IdentityChange): Changed {
    const patterns = hosts === undefined ? undefined : normalPatterns(hosts);
    if (patterns?.ok === false) return patterns;
    return unknownAs(
      change.id,
      this.#powers.store.updateIdentity({ ...change, ...(patterns !== undefined && { hosts: [...patterns.value] }) }),
    );
  }

  async protect(id: string): Promise<Changed> {
    const { keys, store } = this.#powers;
    const row = store.identityRows().find((one) => one.id === id);
    const [leaf] = row?.chain ?? [];
    if (row === undefined || leaf === undefined) return unknown(id);
    if (row.sealedKey !== undefined) return store.state();
    const key = keys.kept(id);
    if (key === undefined) {
      const reason = 'Its key was kept for a session that is over. Add the file again.';
      return fail({ kind: 'no-secret-store', store: 'none', reason, message: reason });
    }
    const sealed = await keys.seal({ id, leaf: fingerprintOf(leaf) }, key);
    if (!sealed.ok) return fail(refusedSecret(sealed.error));
    // The key stays in memory until the app is closed: removing can be undone, and so can a row that is not written.
    return unknownAs(id, store.protectIdentity(id, sealed.value));
  }

  protection(): Promise<OutputOf<'identity.protection'>> {
    return this.#powers.keys.state();
  }

  for(host: string, port: number): readonly { readonly id: string; readonly pattern: string }[] {
    const ask = { host, port, authorities: [], signatureSchemes: [] };
    return this.#fitting(ask).map(({ identity, pattern }) => ({ id: identity.id, pattern }));
  }

  async choose(ask: IdentityAsk): Promise<IdentityMaterial | undefined> {
    for (const { identity } of this.#fitting(ask)) {
      const key = await this.#keyOf(identity.row);
      // The secret store may have taken minutes to ask the user, who may have switched the identity off meanwhile.
      const still = this.#fitting(ask).find((one) => one.identity.id === identity.id);
      if (key !== undefined && still !== undefined) return materialOf(still.identity.row, key);
    }
    return undefined;
  }

  whyNone(ask: IdentityAsk): IdentityMiss | undefined {
    if (this.#fitting(ask).some(({ identity }) => this.#isAtHand(identity.row))) return undefined;
    const missed = this.#choosable().flatMap((identity): readonly IdentityMiss[] => {
      const why = misfitOf(identity, ask) ?? (this.#isAtHand(identity.row) ? undefined : 'key-missing');
      return why === undefined ? [] : [{ label: identity.row.label, why }];
    });
    return [...missed].sort((a, b) => nearness.indexOf(a.why) - nearness.indexOf(b.why))[0];
  }

  async checkSealed(): Promise<void> {
    if (!(await this.#powers.keys.state()).available) return;
    for (const row of this.#powers.store.identityRows()) if (row.sealedKey !== undefined) await this.#keyOf(row);
  }

  close(): void {
    this.#desk.clear();
    this.#powers.keys.close();
  }

  #labelOf(leaf: string): string | undefined {
    return this.#powers.store
      .identityRows()
      .find(({ chain: [der] }) => der !== undefined && fingerprintOf(der) === leaf)?.label;
  }

  #fitting(ask: IdentityAsk): readonly FittingIdentity<Choosable>[] {
    return fittingIdentities(this.#choosable(), ask, this.#powers.now());
  }

  #choosable(): readonly Choosable[] {
    return this.#powers.store.identityRows().map((row) => {
      const { id, enabled, hosts, addedAt } = row;
      return { id, enabled, hosts, addedAt, row, chain: row.chain.flatMap((der) => this.#certificateOf(der) ?? []) };
    });
  }

  #certificateOf(der: Uint8Array): Certificate | undefined {
    const known = this.#decoded.get(der);
    if (known !== undefined) return known;
    const decoded = decodeCertificate(der);
    if (!decoded.ok) return undefined;
    this.#decoded.set(der, decoded.value);
    return decoded.value;
  }

  #isAtHand({ id, sealedKey, sealedBy = '' }: StoredIdentity): boolean {
    const sealed = sealedKey && { bytes: sealedKey, by: sealedBy };
    return this.#powers.keys.protectionOf(id, sealed).kind !== 'missing';
  }

  /** PKCS#8 DER; undefined when the key is not at hand. */
  async #keyOf({ id, chain: [leaf], sealedKey, sealedBy = '' }: StoredIdentity): Promise<Uint8Array | undefined> {
    const { keys, onProtection } = this.#powers;
    const kept = keys.kept(id);
    if (kept !== undefined || sealedKey === undefined || leaf === undefined) return kept;
    const sealed = { bytes: sealedKey, by: sealedBy };
    const before = keys.protectionOf(id, sealed).kind;
    const opened = await keys.open({ id, leaf: fingerprintOf(leaf) }, leaf, sealed);
    if (keys.protectionOf(id, sealed).kind !== before) onProtection?.();
    return opened.ok ? opened.value : undefined;
  }
}

/** The likeliest reason first: what is nearest to being shown. */
const nearness: readonly IdentityMiss['why'][] = [
  'key-missing',
  'other-algorithms',
  'other-authorities',
  'off',
  'expired',
  'other-hosts',
];

export function materialOf(
  { id, label, chain }: Pick<StoredIdentity, 'id' | 'label' | 'chain'>,
  key: Uint8Array,
): IdentityMaterial | undefined {
  const [leaf] = chain;
  if (leaf === undefined) return undefined;
  return {
    id,
    label,
    leaf: fingerprintOf(leaf),
    cert: chain.map((der) => toPem(der)).join(''),
    key: toPem(key, 'PRIVATE KEY'),
  };
}

/** As the app writes them. None is refused: an identity is never for everybody. */
function normalPatterns(hosts: readonly string[]): Result<readonly string[], IdentityFailure> {
  const normal: string[] = [];
  for (const text of hosts) {
    const parsed = parsePattern(text);
    if (!parsed.ok) return parsed;
    if (parsed.value.kind === 'network' && parsed.value.prefix === 0) return badPattern(text, 'That is every address.');
    normal.push(formatPattern(parsed.value));
  }
  if (normal.length > 0) return ok([...new Set(normal)]);
  return badPattern('', 'Say at least one host to which it may be shown.');
}

function badPattern(pattern: string, reason: string): Result<never, IdentityFailure> {
  return fail({ kind: 'bad-pattern', pattern, reason, message: reason });
}

function refusedSecret({ store, reason, message }: SecretFailure): IdentityFailure {
  return { kind: 'no-secret-store', store, reason, message };
}

function unknown(id: string): Result<never, IdentityFailure> {
  return fail({ kind: 'unknown-identity', id, message: `There is no identity ${id}.` });
}

function unknownAs(id: string, changed: Result<TrustState, TrustFailure>): Changed {
  return !changed.ok && changed.error.kind === 'unknown-anchor' ? unknown(id) : changed;
}
