import { beforeEach, describe, expect, test } from 'vitest';
import type { HistoryEntry, HistoryPage } from '#core/history/entry.ts';
import { ok } from '#core/result.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';
import { readOlder, refreshHistory, removeEntries, useHistory, withHead } from './history.ts';
import { undo, useNotices } from './notice.ts';

const entry = (id: string): HistoryEntry => ({
  id,
  startedAt: 0,
  method: 'GET',
  url: 'https://h/',
  outcome: 'response',
  totalMs: 1,
});
const page = (ids: string, total: number): HistoryPage => ({
  entries: [...ids].map(entry),
  total,
  bytesOnDisk: 1,
});
const ids = (): string => {
  const state = useHistory.getState();
  return state.status === 'ready' ? state.entries.map(({ id }) => id).join('') : state.status;
};

/** A history of one-letter ids, newest first. */
function keeping(start: string): { kept: string } {
  const store = { kept: start };
  fakeBridge({
    'history.list': ({ before, limit }) => {
      const rest = before === undefined ? store.kept : store.kept.slice(store.kept.indexOf(before) + 1);
      return Promise.resolve(ok(page(rest.slice(0, Math.min(limit, 3)), store.kept.length)));
    },
    'history.remove': ({ ids: gone }) => {
      store.kept = [...store.kept].filter((id) => !gone.includes(id)).join('');
      return Promise.resolve(ok({ removed: gone.length }));
    },
    'history.restore': ({ ids: back }) => {
      store.kept = [...store.kept, ...back].sort().reverse().join('');
      return Promise.resolve(ok({ restored: back.length }));
    },
  });
  return store;
}

beforeEach(() => {
  useHistory.setState({ status: 'loading' }, true);
  useNotices.setState({ notices: [] });
});

describe('the newest page read again', () => {
  const loaded = withHead({ status: 'loading' }, page('gfedc', 7));

  test('keeps the older entries that are loaded', () => {
    expect(withHead(loaded, page('hgf', 8)).entries.map(({ id }) => id)).toEqual([...'hgfedc']);
  });

  test('lets go of what was deleted within it', () => {
    expect(withHead(loaded, page('ge', 6)).entries.map(({ id }) => id)).toEqual([...'gedc']);
  });

  test('is everything when it holds everything', () => {
    expect(withHead(loaded, page('g', 1)).entries.map(({ id }) => id)).toEqual(['g']);
    expect(withHead(loaded, page('', 0)).entries).toEqual([]);
  });
});

describe('a gap in the list', () => {
  test('is not bridged: older entries that may have others before them are read again', () => {
    const loaded = withHead({ status: 'loading' }, page('fe', 6));

    expect(withHead(loaded, page('ji', 10)).entries.map(({ id }) => id)).toEqual([...'ji']);
  });

  test.each([
    ['all that was loaded', ['g', 'f', 'e', 'd', 'c', 'b'], 'gfe'],
    ['what lies deep in it', ['c', 'b'], 'gfed'],
  ])('does not come from bringing back %s', async (_what, gone, left) => {
    keeping('gfedcba');
    await refreshHistory();
    await readOlder();
    await readOlder();
    await removeEntries(gone);
    await refreshHistory();

    const [notice] = useNotices.getState().notices;
    if (notice) undo(notice);
    await expect.poll(ids).toBe(left);
    await readOlder();
    await readOlder();

    expect(ids()).toBe('gfedcba');
  });
});

describe('the list', () => {
  test('reads on page by page until its end', async () => {
    keeping('gfedcba');

    await refreshHistory();
    expect(ids()).toBe('gfe');
    await Promise.all([readOlder(), readOlder()]);
    expect(ids()).toBe('gfedcb');
    await readOlder();
    await readOlder();
    expect(ids()).toBe('gfedcba');
  });

  test('deletes at once and brings back what was deleted', async () => {
    keeping('gfe');
    await refreshHistory();

    await removeEntries(['f', 'g']);
    expect(ids()).toBe('e');
    const [notice] = useNotices.getState().notices;
    expect(notice?.text).toBe('2 exchanges deleted');
    if (notice) undo(notice);
    await refreshHistory();

    await expect.poll(ids).toBe('gfe');
    expect(useNotices.getState().notices).toEqual([]);
  });

  test('says why it cannot be read', async () => {
    fakeBridge({
      'history.list': () =>
        Promise.resolve({ ok: false, error: { kind: 'storage', message: '', code: 'SQLITE_CORRUPT' } }),
    });

    await refreshHistory();

    expect(useHistory.getState()).toMatchObject({ status: 'failed', error: { code: 'SQLITE_CORRUPT' } });
  });
});
