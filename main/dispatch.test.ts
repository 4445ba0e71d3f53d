import { describe, expect, test } from 'vitest';
import type { Handlers } from '#core/contract.ts';
import { dispatch } from './dispatch.ts';

/** Only the methods that are asked for; the others are missing on purpose. */
function ask(name: unknown, input: unknown, handlers: Partial<Handlers> = {}) {
  const reports: unknown[] = [];
  const answer = dispatch(handlers as Handlers, name, input, (error) => reports.push(error));
  return answer.then((result) => ({ result, reports }));
}

describe('a call of the bridge', () => {
  test('is answered with what its handler returns', async () => {
    const { result } = await ask(
      'request.cancel',
      { id: '01890000-0000-7000-8000-000000000000' },
      {
        'request.cancel': () => Promise.resolve({ cancelled: true }),
      },
    );

    expect(result).toEqual({ ok: true, value: { cancelled: true } });
  });

  test.each([
    ['toString'],
    ['__proto__'],
    ['trust'],
    [''],
    [undefined],
    [7],
    [{ toString: 1, valueOf: 1 }],
    [['app.info']],
  ])('by the name %j is refused as unknown', async (name) => {
    expect((await ask(name, {})).result).toMatchObject({ ok: false, error: { kind: 'unknown-method' } });
  });

  test.each([
    ['request.cancel', {}],
    ['request.cancel', { id: '01890000-0000-7000-8000-000000000000', more: 1 }],
    // Version 4: history and lists rely on ids that begin with their time.
    ['request.cancel', { id: '3f2b8c1e-5f0a-4d0e-9a3c-2b1d4e5f6a7b' }],
    ['file.saveBody', { ref: '../../etc/passwd', suggestedName: 'x' }],
    ['trust.setSource', { source: '__proto__', enabled: true }],
    ['history.list', null],
  ])('%s with %j is refused before the handler', async (name, input) => {
    expect((await ask(name, input)).result).toMatchObject({ ok: false, error: { kind: 'invalid-input' } });
  });

  test('whose handler throws is told as a crash without its words, which go to the log', async () => {
    const { result, reports } = await ask('app.info', {}, { 'app.info': () => Promise.reject(new Error('/home/ann')) });

    expect(result).toEqual({ ok: false, error: { kind: 'crashed', message: 'app.info' } });
    expect(reports).toEqual([new Error('/home/ann')]);
  });
});
