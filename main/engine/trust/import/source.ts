import type { InputOf } from '#core/contract.ts';
import type { OpenFailure } from '#core/certificate/opened.ts';
import type { Result } from '#core/result.ts';
import type { AnchorOrigin } from '#core/trust/anchor.ts';
import type { ImportRead, ReadFailure } from '#core/trust/importRead.ts';

export type ReadSource = InputOf<'trust.read'>['sources'][number];
export type AnyReadFailure = OpenFailure | ReadFailure;

/** What one source, or one file of a folder, gave. */
export type Loaded =
  /** To be opened, in whichever format. */
  | {
      readonly kind: 'input';
      readonly input: Uint8Array | string;
      /** Memory of the input that nobody else needs: it goes over to the thread that opens it, and is not copied. */
      readonly spare?: ArrayBuffer;
      readonly reached?: ImportRead['reached'];
    }
  /** Certificates as they came over the wire. */
  | { readonly kind: 'certificates'; readonly ders: readonly Uint8Array[]; readonly reached: ImportRead['reached'] };

/** Something to be read, one at a time: a text, a file, a server, an address. */
export interface Item {
  /** What it is called in `locked`, `problems` and `passwords`. */
  readonly name: string;
  readonly origin: AnchorOrigin;
  readonly phase: 'files' | 'network';
  /** Asked once. */
  load(signal: AbortSignal): Promise<Result<Loaded, AnyReadFailure>>;
}

/** The memory behind bytes that were read for this import alone. */
export function spareOf({ buffer }: Uint8Array): { readonly spare?: ArrayBuffer } {
  return buffer instanceof ArrayBuffer ? { spare: buffer } : {};
}
