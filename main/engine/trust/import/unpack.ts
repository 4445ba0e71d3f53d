import { openContainer } from '#core/certificate/container.ts';
import type { BrokenCertificate, ContainerFormat } from '#core/certificate/container/contained.ts';
import type { OpenFailure } from '#core/certificate/opened.ts';
import { ok, type Result } from '#core/result.ts';
import { containerPowers } from '#main/engine/certificate/containerPowers.ts';

/** The certificates of one file, taken out and not yet looked into. Plain data, packed to cross threads in one piece. */
export interface Unpacked {
  readonly format: ContainerFormat;
  /** All certificates behind one another. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each ends, and what the file says of it; in the order of the file. */
  readonly certificates: readonly UnpackedCertificate[];
  /** How many there were, with those beyond MAX_UNPACKED. */
  readonly total: number;
  /** The first that could not be taken out, and how many there are in all. */
  readonly broken: readonly BrokenCertificate[];
  readonly brokenTotal: number;
}

export interface UnpackedCertificate {
  readonly end: number;
  readonly alias?: string;
  readonly hasKey: boolean;
}

/** Most certificates taken out of all files of one import: as many as the contract lets be added at once. */
export const MAX_UNPACKED = 20_000;

/** Most damaged certificates that are named one by one; of the others the number is said. */
export const MAX_BROKEN_NAMED = 100;

/** Longest alias kept, in characters: it is shown in a list. */
const MAX_ALIAS = 200;

/** What a file or a text holds, in whichever format. One damaged certificate among others is noted. Never rejects. */
export async function unpack(input: Uint8Array | string, password?: string): Promise<Result<Unpacked, OpenFailure>> {
  const options = { powers: containerPowers, broken: 'note', ...(password !== undefined && { password }) } as const;
  const opened = await openContainer(input, options);
  if (!opened.ok) return opened;
  const { format, certificates: all, broken = [] } = opened.value;
  const taken = all.slice(0, MAX_UNPACKED);
  const bytes = new Uint8Array(taken.reduce((sum, { der }) => sum + der.length, 0));
  let end = 0;
  const certificates = taken.map(({ der, alias, hasKey }) => {
    bytes.set(der, end);
    end += der.length;
    return { end, hasKey, ...(alias !== undefined && { alias: alias.slice(0, MAX_ALIAS) }) };
  });
  return ok({
    format,
    bytes,
    certificates,
    total: all.length,
    broken: broken.slice(0, MAX_BROKEN_NAMED),
    brokenTotal: broken.length,
  });
}
