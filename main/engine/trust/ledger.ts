import type { Certificate } from '#core/certificate/certificate.ts';
import type { AuditEntry, TrustSources } from '#core/trust/anchor.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import type { TrustFile } from './file.ts';
import { keySha256Of } from './authority.ts';
import type { FoundCertificate } from './read.ts';
import type {
  NewAuditRow,
  StoredAnchor,
  StoredException,
  StoredHint,
  StoredIdentity,
  TrustSnapshot,
} from './stored.ts';
import type { Uses } from './uses.ts';

/** One thing that will be stored, with its row of the audit: they happen together or not at all. */
export interface Step {
  readonly audit: NewAuditRow;
  readonly apply: (file: TrustFile) => void;
  /** What is kept in memory only; done once the rest is stored. */
  readonly afterwards?: () => void;
}

/** Exceptions for once and for this run, newest first, and those of them that were removed. */
export interface Fleeting {
  exceptions: readonly StoredException[];
  readonly removed: Map<string, StoredException>;
}

/** What decisions are taken on. */
export interface Ground {
  readonly snapshot: TrustSnapshot;
  /** ms UTC. */
  readonly now: number;
  readonly by: AuditEntry['by'];
  /** A root that the system's list or the bundled one holds, on or off; undefined when none does. */
  readonly root: (sha256: string) => ListedRoot | undefined;
  readonly file: Pick<TrustFile, 'readRemoved'>;
  readonly fleeting: Fleeting;
  readonly uses: Uses;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

export interface ListedRoot {
  readonly certificate: Certificate;
  readonly keySha256: string;
  readonly lists: readonly (keyof TrustSources)[];
}

/**
 * What will stand in the store once the steps are applied. Decisions read it and write to it, so that several can be taken in
 * one go, each on what those before it left.
 */
export class Ledger {
  readonly ground: Ground;
  readonly steps: Step[] = [];
  readonly anchors: Map<string, StoredAnchor>;
  readonly hints: Map<string, StoredHint>;
  readonly distrusted: Map<string, Distrust>;
  readonly exceptions: Map<string, StoredException>;
  /** Ids of the exceptions by host and port: of thousands, few are for one host. */
  readonly #exceptionsAt = new Map<string, Set<string>>();
  readonly identities: Map<string, StoredIdentity>;
  readonly off: Set<string>;
  readonly #sources: { system: boolean; bundled: boolean };
  /** Keys of certificates that are new with these steps. */
  readonly #keys = new Map<string, string>();

  constructor(ground: Ground) {
    const { snapshot, fleeting } = ground;
    this.ground = ground;
    this.anchors = new Map(snapshot.anchors.map((anchor) => [anchor.sha256, anchor]));
    this.hints = new Map(snapshot.hints.map((hint) => [hint.sha256, hint]));
    this.distrusted = new Map(snapshot.distrusted.map((distrust) => [distrustId(distrust), distrust]));
    this.exceptions = new Map([...fleeting.exceptions, ...snapshot.exceptions].map((one) => [one.id, one]));
    for (const exception of this.exceptions.values()) this.#place(exception);
    this.identities = new Map(snapshot.identities.map((identity) => [identity.id, identity]));
    this.off = new Set(snapshot.off);
    this.#sources = { ...snapshot.sources };
  }

  /** The exceptions for a host, as it is stored, and port. */
  exceptionsAt({ host, port }: Pick<StoredException, 'host' | 'port'>): readonly StoredException[] {
    const ids = [...(this.#exceptionsAt.get(`${host} ${port}`) ?? [])];
    return ids.flatMap((id) => this.exceptions.get(id) ?? []);
  }

  setException(exception: StoredException): void {
    this.exceptions.set(exception.id, exception);
    this.#place(exception);
  }

  get sources(): TrustSources {
    return this.#sources;
  }

  setSource(source: keyof TrustSources, enabled: boolean): void {
    this.#sources[source] = enabled;
  }

  /** Who decides, and when, is the same for all steps. */
  record(audit: Omit<NewAuditRow, 'by'>, apply: Step['apply'], afterwards?: () => void): void {
    const step = { audit: { ...audit, by: this.ground.by }, apply };
    this.steps.push(afterwards === undefined ? step : { ...step, afterwards });
  }

  /** Takes note of a certificate that will be kept. */
  meet({ sha256, certificate }: FoundCertificate): void {
    this.#keys.set(sha256, keySha256Of(certificate));
  }

  /** SHA-256 of the key of a certificate that is kept or listed; undefined of others. */
  keyOf(sha256: string): string | undefined {
    const kept = this.ground.snapshot.certificates.get(sha256)?.facts.keySha256;
    return this.#keys.get(sha256) ?? kept ?? this.ground.root(sha256)?.keySha256;
  }

  /** One that is gone stays placed: `exceptionsAt` passes it over. */
  #place({ id, host, port }: StoredException): void {
    const place = `${host} ${port}`;
    this.#exceptionsAt.set(place, (this.#exceptionsAt.get(place) ?? new Set()).add(id));
  }

  /** Why a certificate is refused; undefined when it is not. */
  refusalOf(sha256: string): Distrust | undefined {
    if (this.distrusted.size === 0) return undefined;
    const key = this.keyOf(sha256);
    return (
      this.distrusted.get(distrustId({ kind: 'certificate', sha256 })) ??
      (key === undefined ? undefined : this.distrusted.get(distrustId({ kind: 'key', sha256: key })))
    );
  }

  /** Whether a list that is on holds it, and it is not switched off there. */
  bySource(sha256: string): boolean {
    if (this.off.has(sha256)) return false;
    return this.ground.root(sha256)?.lists.some((list) => this.#sources[list]) === true;
  }
}
