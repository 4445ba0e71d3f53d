import { decodeCertificate } from '#core/certificate/decode.ts';
import { toPem } from '#core/certificate/pem.ts';
import { formatBytes } from '#core/format.ts';
import type { ImportRead, ReadFailure } from '#core/trust/importRead.ts';
import { fingerprintOf } from '#main/engine/trust/authority.ts';
import { importedOf, type Named, type Present } from './facts.ts';
import type { Problem } from './items.ts';
import type { AnyReadFailure, Item } from './source.ts';
import { turns } from '#main/engine/turns.ts';
import { MAX_BROKEN_NAMED, MAX_UNPACKED, type Unpacked } from './unpack.ts';

/** Bytes of certificates kept of one read: twenty thousand are 20 to 30 MB. */
const MAX_KEPT_BYTES = 128_000_000;

/**
 * Longest certificate taken in, bytes. The longest real ones (a thousand names, or the largest post-quantum signature) have 50 000; a
 * hostile one of this length takes some 50 ms to decode (a megabyte of names takes 400), which is all it can keep the process.
 */
const MAX_TAKEN_BYTES = 150_000;

/** Up to so many certificates are given with their PEM, for a dry run; of more only leaves are. */
const MAX_WITH_PEM = 100;

/** A certificate that was read, as it is kept for `trust.addRead`: not decoded, for that takes ten times the memory. */
export interface Kept {
  readonly der: Uint8Array;
  readonly origin: Item['origin'];
}

/** What a read has found so far. */
export class Collection {
  readonly #present: Present;
  readonly #now: () => number;
  readonly #found = new Map<string, ImportRead['found'][number]>();
  readonly #kept = new Map<string, Kept>();
  readonly #problems: Problem[] = [];
  readonly #locked: ImportRead['locked'][number][] = [];
  #keptBytes = 0;
  #full = false;
  #reached: ImportRead['reached'];

  constructor(present: Present, now: () => number) {
    this.#present = present;
    this.#now = now;
  }

  get size(): number {
    return this.#found.size;
  }

  get kept(): ReadonlyMap<string, Kept> {
    return this.#kept;
  }

  /** No more is taken in. */
  get full(): boolean {
    return this.#full;
  }

  result(): ImportRead {
    const found = [...this.#found.values()];
    return {
      found: found.length > MAX_WITH_PEM ? found : found.map((one) => this.#withPem(one)),
      locked: this.#locked,
      problems: this.#problems,
      ...(this.#reached === undefined ? {} : { reached: this.#reached }),
    };
  }

  reached(how: ImportRead['reached']): void {
    this.#reached ??= how;
  }

  /** What could not be read. A file that only wants its password is no problem. */
  refuse(name: string, failure: AnyReadFailure, tried: boolean): void {
    if (failure.kind === 'password-needed' || failure.kind === 'wrong-password')
      this.#locked.push({ name, format: failure.format, tried });
    else this.#problems.push({ name, failure });
  }

  /** The certificates of a file, decoded in slices. `isOver` is asked between them. */
  async take(
    { name, origin }: Pick<Item, 'name' | 'origin'>,
    unpacked: Unpacked,
    isOver: () => boolean,
  ): Promise<void> {
    const pause = turns();
    const broken: ReadFailure[] = [];
    const note = (index: number, reason: string) =>
      broken.push({ kind: 'broken-certificate', index, reason, message: `certificate ${index}: ${reason}` });
    for (const one of unpacked.broken) note(one.index, one.reason);
    let begin = 0;
    for (const [at, { end, alias, hasKey }] of unpacked.certificates.entries()) {
      if (isOver()) return;
      const reason = this.#add(unpacked.bytes.subarray(begin, end), {
        origin,
        hasKey,
        ...(alias === undefined ? {} : { alias }),
      });
      if (reason !== undefined) note(placeOf(at, unpacked), reason);
      begin = end;
      await pause();
    }
    this.#report(name, unpacked, broken);
    if (unpacked.total > unpacked.certificates.length || this.#full) this.#tooMany(name);
  }

  #withPem(one: ImportRead['found'][number]): ImportRead['found'][number] {
    const kept = this.#kept.get(one.sha256);
    return kept === undefined ? one : { ...one, pem: toPem(kept.der) };
  }

  /** Why it is no certificate; undefined when it was taken, was there already, or there is no room. */
  #add(bytes: Uint8Array, named: Omit<Named, 'found'>): string | undefined {
    const sha256 = fingerprintOf(bytes);
    const known = this.#found.get(sha256);
    if (known !== undefined) {
      if (named.hasKey && !known.hasKey) this.#found.set(sha256, { ...known, hasKey: true });
      return undefined;
    }
    if (bytes.length > MAX_TAKEN_BYTES)
      return `longer than ${formatBytes(MAX_TAKEN_BYTES)}, which no certificate needs to be`;
    const decoded = decodeCertificate(bytes);
    if (!decoded.ok) return decoded.error.reason;
    if (this.#found.size >= MAX_UNPACKED || this.#keptBytes + bytes.length > MAX_KEPT_BYTES) {
      this.#full = true;
      return undefined;
    }
    const certificate = decoded.value;
    // The copy that decoding made: what came is a view into all that the file held.
    const { der } = certificate;
    this.#keptBytes += der.length;
    this.#kept.set(sha256, { der, origin: named.origin });
    this.#found.set(sha256, importedOf({ ...named, found: { sha256, der, certificate } }, this.#present, this.#now()));
    return undefined;
  }

  #report(name: string, { format, certificates, brokenTotal, broken: unread }: Unpacked, broken: ReadFailure[]): void {
    const [first] = broken;
    const total = broken.length + (brokenTotal - unread.length);
    // A file that is one certificate, and that one is damaged: the file is.
    if (first?.kind === 'broken-certificate' && total === 1 && certificates.length <= 1) {
      const { reason } = first;
      this.#problems.push({ name, failure: { kind: 'damaged', format, reason, message: reason } });
      return;
    }
    broken.sort((a, b) => indexOf(a) - indexOf(b));
    for (const failure of broken.slice(0, MAX_BROKEN_NAMED)) this.#problems.push({ name, failure });
    const more = total - Math.min(broken.length, MAX_BROKEN_NAMED);
    if (more > 0) this.#problems.push({ name, failure: { kind: 'more-broken', count: more, message: `${more} more` } });
  }

  #tooMany(name: string): void {
    const message = `More than ${MAX_UNPACKED} certificates.`;
    this.#problems.push({ name, failure: { kind: 'too-many', what: 'certificates', limit: MAX_UNPACKED, message } });
  }
}

/** The place in the file of the certificate that is `at` among those that could be taken out of it. */
function placeOf(at: number, { broken }: Unpacked): number {
  let place = at;
  for (const { index } of broken) if (index <= place) place += 1;
  return place;
}

function indexOf(failure: ReadFailure): number {
  return failure.kind === 'broken-certificate' ? failure.index : Infinity;
}
