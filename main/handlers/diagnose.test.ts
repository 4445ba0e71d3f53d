import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventName } from '#core/contract.ts';
import { createDiagnosis } from '#main/engine/diagnose/diagnosis.ts';
import { TrustDamaged } from '#main/engine/trust/effective.ts';
import { trustOnly } from '#main/engine/http/testTrust.ts';
import { issueRoot } from '#testdata/pki.ts';
import { diagnoseHandlers } from './diagnose.ts';

const [first, second] = ['01a20942-31d8-75bf-9488-c069e492fffc', '01a20942-31d8-75bf-9488-c069e492fffd'] as const;
let silent: Server;
let port: number;
const told: (readonly [EventName, unknown])[] = [];
const diagnosis = createDiagnosis({
  trust: trustOnly(),
  everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true } }),
  now: Date.now,
  userAgent: 'Wireglass/test',
});
const handlers = diagnoseHandlers({ diagnosis, emit: (name, payload) => told.push([name, payload]) });

beforeAll(async () => {
  silent = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  port = (silent.address() as AddressInfo).port;
});
afterAll(() => {
  diagnosis.close();
  silent.close();
});

describe('finding out over the bridge', () => {
  test('refuses what is no certificate, and asks nobody', async () => {
    const completed = await handlers['diagnose.completeChain']({ jobId: first, host: 'a', port: 1, sent: ['hello'] });
    const revocation = await handlers['diagnose.revocation']({
      jobId: first,
      certificate: issueRoot().cert,
      issuer: 'hello',
      method: 'ocsp',
    });

    expect(completed).toMatchObject({ ok: false, error: { kind: 'malformed-certificate' } });
    expect(revocation).toMatchObject({ ok: false, error: { kind: 'malformed-certificate' } });
  });

  test('tells what begins, runs an id once, and ends when it is cancelled', async () => {
    const running = handlers['diagnose.probe']({ jobId: first, host: '127.0.0.1', port });
    const again = await handlers['diagnose.probe']({ jobId: first, host: '127.0.0.1', port });

    expect(again).toMatchObject({ ok: false, error: { kind: 'already-running' } });
    expect(told[0]).toEqual(['diagnose.progress', { jobId: first, running: 'as-before', outcomes: [] }]);
    expect(await handlers['diagnose.cancel']({ jobId: second })).toEqual({ cancelled: false });
    expect(await handlers['diagnose.cancel']({ jobId: first })).toEqual({ cancelled: true });
    expect(await running).toMatchObject({ ok: true, value: { cancelled: true, outcomes: [] } });
    expect(await handlers['diagnose.cancel']({ jobId: first })).toEqual({ cancelled: false });
  });

  test('is refused while the trust file is damaged', async () => {
    const damaged = diagnoseHandlers({
      diagnosis: createDiagnosis({
        trust: {
          effective: () => {
            throw new TrustDamaged('damaged');
          },
          exceptionsFor: () => [],
          spend: () => false,
          stopped: () => undefined,
          noteUnchecked: () => true,
          onChange: () => () => undefined,
        },
        everyAnchor: () => ({ anchors: [], sources: { system: true, bundled: true } }),
        now: Date.now,
        userAgent: 'Wireglass/test',
      }),
      emit: () => undefined,
    });

    expect(await damaged['diagnose.probe']({ jobId: first, host: '127.0.0.1', port })).toMatchObject({
      ok: false,
      error: { kind: 'trust-unavailable' },
    });
  });
});
