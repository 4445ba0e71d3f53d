import { describe, expect, test } from 'vitest';
import type { ChainCompletion } from '#core/diagnose/completion.ts';
import type { ProbeReport } from '#core/diagnose/probe.ts';
import { fail, ok } from '#core/result.ts';
import { fakeBridge } from '#renderer/fakeBridge.ts';
import {
  cancelDiagnosis,
  checkRevocation,
  completeChain,
  findOutWhy,
  revocationKey,
  useDiagnoses,
} from './diagnose.ts';

const asked = { host: 'a.test', port: 443 };
const completion: ChainCompletion = {
  result: { kind: 'failed', issuer: 'X', reason: { kind: 'no-address' } },
  path: [],
  missing: [],
  fetches: [],
  certificates: {},
  findings: [],
};
const report: ProbeReport = { ...asked, outcomes: [], cancelled: false };

/** An answer that is given when the test says so. */
function later(): { readonly given: Promise<undefined>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<undefined>((resolve) => {
    give = () => {
      resolve(undefined);
    };
  });
  return {
    given,
    give: () => {
      give();
    },
  };
}

describe('finding out', () => {
  test('about a chain runs once at a time, then keeps what was found with its exchange', async () => {
    const answer = later();
    const bridge = fakeBridge({
      'diagnose.completeChain': async () => {
        await answer.given;
        return ok(completion);
      },
    });

    const running = completeChain('chain', asked, ['PEM']);
    await completeChain('chain', asked, ['PEM']);
    expect(useDiagnoses.getState().chains['chain']?.status).toBe('running');
    answer.give();
    await running;

    expect(bridge.calls).toHaveLength(1);
    expect(bridge.calls[0]).toMatchObject(['diagnose.completeChain', { ...asked, sent: ['PEM'] }]);
    expect(useDiagnoses.getState().chains['chain']).toEqual({ status: 'done', found: completion });
  });

  test('fills up while probes run, and hears of no other job', async () => {
    const answer = later();
    const bridge = fakeBridge({
      'diagnose.probe': async () => {
        await answer.given;
        return ok(report);
      },
    });
    const outcomes = [{ id: 'as-before', ms: 1, result: { kind: 'silent' } }] as const;

    const running = findOutWhy('probe', asked);
    const look = () => useDiagnoses.getState().probes['probe'];
    const { jobId } = look() as { readonly jobId: string };
    bridge.emit('diagnose.progress', { jobId: 'another', running: 'plain', outcomes: [] });
    bridge.emit('diagnose.progress', { jobId, running: 'no-alpn', outcomes });
    expect(look()).toEqual({ status: 'running', jobId, running: 'no-alpn', outcomes });
    answer.give();
    await running;
    bridge.emit('diagnose.progress', { jobId, running: 'plain', outcomes });

    expect(look()).toEqual({ status: 'done', found: report });
  });

  test('that could not begin keeps why, and may be begun again', async () => {
    fakeBridge({
      'diagnose.revocation': () => Promise.resolve(fail({ kind: 'malformed-certificate', message: '' })),
    });

    await checkRevocation('aa', 'ocsp', { certificate: 'x', issuer: 'y' });

    expect(useDiagnoses.getState().revocations[revocationKey('aa', 'ocsp')]).toMatchObject({
      status: 'failed',
      error: { kind: 'malformed-certificate' },
    });
    expect(useDiagnoses.getState().revocations[revocationKey('aa', 'crl')]).toBeUndefined();
  });

  test('can be begun again after the bridge was broken', async () => {
    fakeBridge({});

    await expect(findOutWhy('broken', asked)).rejects.toThrow('unknown-method');

    expect(useDiagnoses.getState().probes['broken']).toBeUndefined();
  });

  test('is stopped by its job', async () => {
    const bridge = fakeBridge({ 'diagnose.cancel': () => Promise.resolve({ cancelled: true }) });

    await cancelDiagnosis('job');

    expect(bridge.calls).toEqual([['diagnose.cancel', { jobId: 'job' }]]);
  });
});
