import type { Failure } from '#core/result.ts';

/** What applying a trust file (core/export/trustFile.ts) would change, entry by entry. */
export interface MovePlan {
  /** From the file: when and by which version it was written. */
  readonly writtenAt: number;
  readonly writtenBy: string;
  readonly entries: readonly MoveEntry[];
}

export interface MoveEntry {
  /** Identity inside the plan: `${kind}:${id}`. */
  readonly key: string;
  readonly kind: 'anchor' | 'hint' | 'distrust' | 'exception' | 'switch' | 'source';
  readonly label: string;
  /** Whose certificate it is about, by itself: the label is what the file calls it. Absent when there is none, or nothing to do. */
  readonly certificate?: { readonly subject: string; readonly sha256: string };
  /** 'add': not here yet; 'change': here, but said otherwise; 'same': nothing to do. What is only here stays: a file never removes. */
  readonly effect: 'add' | 'change' | 'same';
  /** Whether applying it lets more or fewer servers be believed. */
  readonly direction: 'wider' | 'narrower' | 'neutral';
  /** What stands here and in the file, as the audit describes entries; `before` absent where nothing does. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export type MoveFailure =
  /** Not a trust file; `reason` in words, with the place ('anchors[3].scope: …'). Nothing was taken. */
  | (Failure<'not-a-trust-file'> & { readonly reason: string })
  /** Written by a later version. */
  | (Failure<'newer-trust-file'> & { readonly version: number })
  | Failure<'read-gone'>;
