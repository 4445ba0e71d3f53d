import type { HistoryEntry, HistoryPage } from '#core/history/entry.ts';
import type { HostPage } from '#core/history/host.ts';
import type { Reliance } from '#core/trust/effectivePreview.ts';
import type { Vouched } from '#core/trust/vouched.ts';
import type { KeptBody } from './body.ts';
import type { ShownChain } from './relying.ts';

/** An exchange on its way to the file. What it shares with others is named, and travels in the batch only the first time. */
export interface EntryRow {
  readonly entry: HistoryEntry;
  /** The exchange with every TLS report replaced by its id. */
  readonly json: string;
  /** Ids of the TLS reports that `json` names. */
  readonly tls: readonly string[];
  /** Id of the set of certificates. */
  readonly bag: string;
  readonly bodies: readonly KeptBody[];
}

export interface AddBatch {
  readonly entries: readonly EntryRow[];
  /** Reports as JSON, and sets of certificates as [sha256, DER], that the file may not have yet. */
  readonly tls: readonly (readonly [id: string, json: string])[];
  readonly bags: readonly (readonly [id: string, certificates: readonly (readonly [string, Uint8Array])[]])[];
}

/** 'missing': the file does not have what the entry names; it must come again with everything. */
export type AddOutcome = 'kept' | 'missing' | { readonly code: string; readonly message: string };

/** An exchange as it stands in the file, ready to be put together again. */
export interface StoredRecord {
  readonly json: string;
  readonly tls: readonly (readonly [id: string, json: string])[];
  readonly certificates: readonly (readonly [sha256: string, der: Uint8Array])[];
}

export interface StoredBody {
  readonly bytes: number;
  /** Absent when the body is a file. */
  readonly inline?: Uint8Array;
}

export interface Totals {
  readonly total: number;
  readonly bytesOnDisk: number;
}

/** Where a walk through all entries, oldest first, has come to. */
export interface Cursor {
  readonly startedAt: number;
  readonly seq: number;
}

export interface Selected {
  readonly ids: readonly string[];
  /** Absent when there are no more. */
  readonly next?: Cursor;
}

/** What the worker can be asked. Each runs in one transaction; what is thrown becomes a failure at the other side. */
export interface HistoryOperations {
  add(batch: AddBatch): readonly AddOutcome[];
  list(query: { readonly before?: string | undefined; readonly limit: number }): HistoryPage;
  get(id: string): StoredRecord | undefined;
  /** How many were there to be removed; `at` is ms UTC. */
  remove(input: { readonly ids: readonly string[]; readonly at: number }): number;
  restore(ids: readonly string[]): number;
  /** Deletes for good what was removed at `before` (ms UTC) or earlier, with all that only it needed. */
  purge(before: number): void;
  body(ref: string): StoredBody | undefined;
  /** Those of `ids` that are there, oldest first. */
  pick(ids: readonly string[]): readonly string[];
  /** The next ids of all, oldest first. */
  walk(query: { readonly after?: Cursor | undefined; readonly limit: number }): Selected;
  hosts(): HostPage;
  /** Who vouched for which host of late, oldest first. */
  vouched(): readonly Vouched[];
  /** Hosts and exchanges that relied on an anchor. */
  relying(sha256: string): Reliance;
  /** The chain every host showed last. */
  shown(): readonly ShownChain[];
  totals(): Totals;
}

export type OperationName = keyof HistoryOperations;

/** The messages of the two threads. `close` ends the worker after its last transaction. */
export type Question =
  | { readonly seq: number; readonly name: OperationName; readonly input: unknown }
  | { readonly seq: number; readonly name: 'close' };

export type Answer =
  /** `totals` comes with what changed the file. */
  | { readonly seq: number; readonly value: unknown; readonly totals?: Totals }
  | { readonly seq: number; readonly code: string; readonly message: string }
  | { readonly setAside: string };

export interface WorkerInput {
  readonly folder: string;
}
