import { beforeEach, describe, expect, test } from 'vitest';
import type { ExchangeWithCertificates, Outcome } from '#core/http/exchange.ts';
import { ok } from '#core/result.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';
import { emptyDraft, type Draft } from './draft.ts';
import {
  activate,
  cancel,
  closeDraft,
  followProgress,
  openAddress,
  openDraft,
  reopenDraft,
  requestOf,
  selectActive,
  send,
  sendUnchecked,
  setBody,
  setHeaders,
  setUrl,
  showResponseTab,
  useExchanges,
} from './exchange.ts';
import { openEntry } from './openEntry.ts';

const cancelled: Outcome = { kind: 'cancelled' };
const responded: Outcome = {
  kind: 'response',
  response: {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    headers: [],
    body: { bytes: 0, wireBytes: 0, sha256: '', ref: '' },
  },
};

function exchange(id: string, url: string, outcome: Outcome = responded): ExchangeWithCertificates {
  const request = { method: 'GET', url, httpVersion: 'HTTP/1.1', headers: [] };
  return { exchange: { id, startedAt: 0, request, hops: [], outcome, timings: { totalMs: 1 } }, certificates: {} };
}

const active = (): Draft => selectActive(useExchanges.getState());
const urls = (): readonly string[] => useExchanges.getState().drafts.map((draft) => draft.url);

beforeEach(() => {
  const draft = emptyDraft();
  useExchanges.setState({ drafts: [draft], activeId: draft.id, closed: [] });
});

describe('sending', () => {
  test('a tab runs until the answer, takes up its own progress, and shows the exchange', async () => {
    let answer = (): void => undefined;
    const bridge = fakeBridge({
      'request.send': ({ id, draft }) =>
        new Promise((resolve) => {
          answer = () => {
            resolve(ok(exchange(id, draft.url)));
          };
        }),
    });
    const stop = followProgress();
    setUrl(active().id, 'https://h.example/');

    const sending = send();
    const { run } = active();
    const id = run.status === 'running' ? run.id : '';
    bridge.emit('request.progress', { id, phase: 'tls', elapsedMs: 5 });
    bridge.emit('request.progress', { id: 'another', phase: 'receive', elapsedMs: 9 });

    expect(active().run).toMatchObject({ status: 'running', progress: { phase: 'tls' } });
    answer();
    await sending;
    expect(active().run).toMatchObject({ status: 'done', shown: { exchange: { id } } });
    stop();
  });

  test('rows that are off or have no name stay here', () => {
    const row = { id: '1', isOn: true, name: 'A', value: '1' };
    setHeaders(active().id, [row, { ...row, id: '2', isOn: false }, { ...row, id: '3', name: ' ' }]);
    setBody(active().id, '');

    expect(requestOf(active())).toMatchObject({ headers: [['A', '1']] });
    expect(requestOf(active())).not.toHaveProperty('body');
  });

  test('a tab that runs is not sent again', async () => {
    const bridge = fakeBridge({ 'request.send': ({ id }) => Promise.resolve(ok(exchange(id, 'https://h/'))) });

    await Promise.all([send(), send()]);

    expect(bridge.calls).toHaveLength(1);
  });

  test('a failure is shown before the tab that was chosen, a response in it', async () => {
    let outcome: Outcome = responded;
    fakeBridge({ 'request.send': ({ id }) => Promise.resolve(ok(exchange(id, 'https://h/', outcome))) });
    showResponseTab(active().id, 'tls');

    await send();
    expect(active().responseTab).toBe('tls');
    outcome = cancelled;
    await send();
    expect(active().responseTab).toBeUndefined();
  });

  test('what was shown before stays while the next one runs', async () => {
    fakeBridge({ 'request.send': ({ id }) => Promise.resolve(ok(exchange(id, 'https://h/'))) });
    await send();

    const sending = send();

    expect(active().run).toMatchObject({ status: 'running', last: { exchange: { request: { url: 'https://h/' } } } });
    await sending;
  });

  test('a broken bridge is thrown, and nothing runs for ever', async () => {
    fakeBridge({});

    await expect(send()).rejects.toThrow('unknown-method');
    expect(active().run.status).toBe('idle');
  });
});

describe('tabs', () => {
  test('closing one that runs cancels its request', async () => {
    const bridge = fakeBridge({
      'request.send': ({ id }) => Promise.resolve(ok(exchange(id, 'https://h/', cancelled))),
      'request.cancel': () => Promise.resolve({ cancelled: true }),
    });
    const sending = send();
    const { run } = active();

    closeDraft(active().id);

    expect(bridge.calls.at(-1)).toEqual(['request.cancel', { id: run.status === 'running' ? run.id : '' }]);
    await sending;
    expect(useExchanges.getState().drafts).toHaveLength(1);
    expect(active().url).toBe('');
  });

  test('the neighbour of a closed one comes to the front, and the closed one can be opened again', () => {
    const [a, b, c] = ['https://a/', 'https://b/', 'https://c/'].map((url) => openDraft({ url }));
    activate(b ?? '');

    closeDraft(b ?? '');
    expect(useExchanges.getState().activeId).toBe(c);
    closeDraft(c ?? '');
    expect(useExchanges.getState().activeId).toBe(a);
    reopenDraft();
    reopenDraft();
    expect(urls()).toEqual(['', 'https://a/', 'https://c/', 'https://b/']);
  });

  test('an empty one is not remembered when it is closed', () => {
    closeDraft(active().id);
    reopenDraft();

    expect(urls()).toEqual(['']);
  });

  test('an address from outside takes an empty tab, else a new one', () => {
    openAddress('https://a/?x=1');
    openAddress('https://b/');

    expect(urls()).toEqual(['https://a/?x=1', 'https://b/']);
    expect(useExchanges.getState().drafts[0]?.params.map((param) => param.name)).toEqual(['x']);
  });

  test('cancelling where nothing runs asks for nothing', async () => {
    const bridge = fakeBridge({});

    await cancel();

    expect(bridge.calls).toEqual([]);
  });
});

describe('opening an exchange from history', () => {
  test('replaces a tab that was not touched, and leaves one that was', async () => {
    fakeBridge({ 'history.get': ({ id }) => Promise.resolve(ok(exchange(id, `https://${id}/`))) });

    await openEntry('one');
    await openEntry('two');
    expect(urls()).toEqual(['https://two/']);
    setUrl(active().id, 'https://edited/');
    await openEntry('three');
    expect(urls()).toEqual(['https://edited/', 'https://three/']);
  });

  test('goes to the tab that shows it already', async () => {
    const bridge = fakeBridge({ 'history.get': ({ id }) => Promise.resolve(ok(exchange(id, `https://${id}/`))) });
    await openEntry('one');
    const shown = active().id;
    openDraft({ url: 'https://other/' });

    await openEntry('one');

    expect(active().id).toBe(shown);
    expect(bridge.calls).toHaveLength(1);
  });

  test('an answer that comes after another choice is not shown', async () => {
    const answers = new Map<string, () => void>();
    fakeBridge({
      'history.get': ({ id }) =>
        new Promise((resolve) =>
          answers.set(id, () => {
            resolve(ok(exchange(id, `https://${id}/`)));
          }),
        ),
    });

    const one = openEntry('one');
    const two = openEntry('two');
    answers.get('two')?.();
    await two;
    answers.get('one')?.();
    await one;

    expect(urls()).toEqual(['https://two/']);
  });

  test('what is typed while it is being read stays', async () => {
    let answer = (): void => undefined;
    fakeBridge({
      'history.get': ({ id }) =>
        new Promise((resolve) => {
          answer = () => {
            resolve(ok(exchange(id, 'https://one/')));
          };
        }),
    });

    const opening = openEntry('one');
    setUrl(active().id, 'https://typed/');
    answer();
    await opening;

    expect(active()).toMatchObject({ url: 'https://typed/', isEdited: true, run: { status: 'done' } });
  });

  test('one that is gone says so', async () => {
    fakeBridge({
      'history.get': ({ id }) => Promise.resolve({ ok: false, error: { kind: 'not-found', message: '', id } }),
    });

    await openEntry('gone');

    expect(active().run).toMatchObject({ status: 'failed', error: { kind: 'not-found' } });
  });
});

describe('sending once, unchecked', () => {
  test('says so to the main process with what goes along, and the next send does not', async () => {
    const bridge = fakeBridge({ 'request.send': ({ id }) => Promise.resolve(ok(exchange(id, 'https://h/'))) });

    await sendUnchecked(active().id, ['authorization']);
    await send();

    const drafts = bridge.calls.map(([, input]) => (input as { draft: object }).draft);
    expect(drafts[0]).toMatchObject({ unchecked: { keep: ['authorization'] } });
    expect(drafts[1]).not.toHaveProperty('unchecked');
  });
});
