import { create } from 'zustand';
import type { HistoryEntry, HistoryFailure, HistoryPage } from '#core/history/entry.ts';
import { call, listen } from '#renderer/call.ts';
import { notify } from './notice.ts';

interface Loaded {
  readonly status: 'ready';
  /** Newest first, without gaps from the newest on. */
  readonly entries: readonly HistoryEntry[];
  readonly total: number;
  readonly bytesOnDisk: number;
}

type History = { readonly status: 'loading' } | Loaded | { readonly status: 'failed'; readonly error: HistoryFailure };

export const useHistory = create<History>(() => ({ status: 'loading' }));

/** Entries read at a time: some screens full, well below the limit of the method (500). */
const PAGE = 100;
/** As many ids as one call takes. */
const MAX_IDS = 500;

const { getState, setState } = useHistory;

let reading: Promise<void> | undefined;
let isStale = false;

/** Reads the newest entries again and keeps the older ones that are loaded. Calls during a reading become one more. */
export function refreshHistory(): Promise<void> {
  isStale = reading !== undefined;
  reading ??= readHead().finally(() => {
    reading = undefined;
    if (isStale) void refreshHistory();
  });
  return reading;
}

async function readHead(): Promise<void> {
  const result = await call('history.list', { limit: PAGE });
  if (result.ok) setState(withHead(getState(), result.value), true);
  else setState({ status: 'failed', error: result.error }, true);
}

/**
 * The loaded list with its newest part replaced by a page just read. Ids sort by time (UUIDv7). Older entries stay only where the
 * page reaches into what was loaded: else others may lie between, and they are read again when the list gets there.
 */
export function withHead(state: History, page: HistoryPage): Loaded {
  const last = page.entries.at(-1)?.id;
  const known = state.status === 'ready' && page.entries.length < page.total ? state.entries : [];
  const older =
    last !== undefined && known.some((entry) => entry.id >= last) ? known.filter((entry) => entry.id < last) : [];
  return {
    status: 'ready',
    entries: [...page.entries, ...older],
    total: page.total,
    bytesOnDisk: page.bytesOnDisk,
  };
}

let paging: Promise<void> | undefined;

/** Reads the next older page, if there is one. Calls while it is being read do nothing. */
export function readOlder(): Promise<void> {
  paging ??= readPage().finally(() => {
    paging = undefined;
  });
  return paging;
}

async function readPage(): Promise<void> {
  const state = getState();
  if (state.status !== 'ready' || state.entries.length >= state.total) return;
  const before = state.entries.at(-1)?.id;
  if (before === undefined) return;
  const result = await call('history.list', { before, limit: PAGE });
  const now = getState();
  if (!result.ok || now.status !== 'ready') return;
  // The end of the list has moved meanwhile: what was read does not join on to it.
  if (now.entries.at(-1)?.id !== before) return readPage();
  const known = new Set(now.entries.map((entry) => entry.id));
  const fresh = result.value.entries.filter((entry) => !known.has(entry.id));
  setState({ ...now, entries: [...now.entries, ...fresh], total: result.value.total }, true);
}

/** Deletes entries and offers them back. */
export async function removeEntries(ids: readonly string[]): Promise<void> {
  let removed = 0;
  for (const part of inParts(ids)) {
    const result = await call('history.remove', { ids: [...part] });
    if (!result.ok) {
      notify('The history could not be changed');
      break;
    }
    removed += result.value.removed;
    const gone = new Set(part);
    const state = getState();
    if (state.status === 'ready') {
      const entries = state.entries.filter((entry) => !gone.has(entry.id));
      setState({ ...state, entries, total: Math.max(entries.length, state.total - result.value.removed) }, true);
    }
  }
  if (removed > 0) {
    notify(removed === 1 ? 'Exchange deleted' : `${String(removed)} exchanges deleted`, {
      label: 'Undo',
      run: () => restoreEntries(ids),
    });
  }
}

async function restoreEntries(ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids)) {
    const result = await call('history.restore', { ids: [...part] });
    if (!result.ok) notify('The exchanges could not be brought back');
  }
  await refreshHistory();
  const state = getState();
  if (state.status !== 'ready') return;
  // Those that lie deeper than what was just read are missing in the middle: from there on the list is read again.
  const loaded = new Set(state.entries.map((entry) => entry.id));
  const newest = ids.filter((id) => !loaded.has(id)).reduce((one, other) => (one > other ? one : other), '');
  const entries = state.entries.filter((entry) => entry.id > newest);
  if (entries.length < state.entries.length) setState({ ...state, entries }, true);
}

function inParts(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, index) =>
    ids.slice(index * MAX_IDS, (index + 1) * MAX_IDS),
  );
}

/** Keeps the list true. Returns the function that stops it. */
export function followHistory(): () => void {
  void refreshHistory();
  const stops = [
    listen('history.changed', () => {
      void refreshHistory();
    }),
    listen('history.failed', ({ code }) => {
      notify(`The exchange could not be kept (${code}). Check that the disk of the profile folder has space.`);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
