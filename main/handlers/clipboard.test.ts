import { describe, expect, test } from 'vitest';
import type { InputOf } from '#core/contract.ts';
import { ok } from '#core/result.ts';
import { clipboardHandlers } from './clipboard.ts';

const jobId = '0190a6b4-0000-7000-8000-000000000001';

/** A clipboard that changes, and what was asked to be read. */
function clipboard(first: string) {
  const state = { text: first };
  const reads: InputOf<'trust.read'>[] = [];
  const handlers = clipboardHandlers({ readClipboard: () => Promise.resolve(state.text) }, (input) => {
    reads.push(input);
    return Promise.resolve(ok({ found: [], locked: [], problems: [] }));
  });
  return { state, reads, read: handlers['trust.readClipboard'] };
}

describe('reading the clipboard', () => {
  test('reads the files whose paths lie there', async () => {
    const { reads, read } = clipboard('/home/ada/store.p12');

    await read({ jobId });

    expect(reads).toEqual([{ jobId, sources: [{ kind: 'path', path: '/home/ada/store.p12' }] }]);
  });

  test('with a password reads the same again, not the password that was copied meanwhile', async () => {
    const { state, reads, read } = clipboard('/home/ada/store.p12');
    await read({ jobId });
    state.text = 'secret';

    await read({ jobId, passwords: { 'store.p12': 'secret' } });

    expect(reads[1]?.sources).toEqual([{ kind: 'path', path: '/home/ada/store.p12' }]);
  });

  test('without a password reads what lies there now', async () => {
    const { state, reads, read } = clipboard('first');
    await read({ jobId });
    state.text = 'second';

    await read({ jobId });

    expect(reads[1]?.sources).toEqual([{ kind: 'text', text: 'second' }]);
  });
});
