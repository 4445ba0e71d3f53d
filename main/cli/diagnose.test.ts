import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaygroundServerId, PlaygroundState } from '#core/playground/state.ts';
import { createPlayground } from '#main/engine/playground/playground.ts';
import { exitCodes } from './powers.ts';
import { runForJson, runHere } from './testRun.ts';

const folder = mkdtempSync(join(tmpdir(), 'wireglass-cli-diagnose-'));
const caFile = join(folder, 'ca.pem');
const playground = createPlayground({ now: Date.now, firstPort: 0 });
let state: PlaygroundState;

beforeAll(async () => {
  const started = await playground.start();
  if (!started.ok) throw new Error(started.error.message);
  state = started.value;
  writeFileSync(caFile, state.ca?.pem ?? '');
});
afterAll(async () => {
  await playground.stop();
  rmSync(folder, { recursive: true });
});

const addressOf = (id: PlaygroundServerId) => {
  const server = state.servers.find((one) => one.id === id);
  return `localhost:${server?.port ?? 0}`;
};

describe('--aia', () => {
  test('proves an incomplete chain and says what the server must send; the verdict stays', async () => {
    const { code, out } = await runHere(['inspect', addressOf('missing-intermediate'), '--ca', caFile, '--aia']);

    expect(code).toBe(exitCodes.untrusted);
    expect(out).toContain('Incomplete chain: the server must send Wireglass Playground Issuing CA 1');
    expect(out).toMatch(/GET http:\/\/localhost:\d+\/issuing\.cer: 200/);
  });

  test('stands in --json with every fetch', async () => {
    const { json } = await runForJson(['send', `https://${addressOf('missing-intermediate')}/`, '--aia']);

    expect(json.diagnosis).toMatchObject({
      completion: { result: { kind: 'unknown-root' }, fetches: [{ status: 200 }, { status: 200 }] },
    });
  });
});

describe('--crl and --ocsp', () => {
  test('ask each authority of the chain, and say that nobody is named where nobody is', async () => {
    const { code, out } = await runHere(['inspect', addressOf('good'), '--ca', caFile, '--crl', '--ocsp']);

    expect(code).toBe(exitCodes.ok);
    expect(out).toContain('localhost was not revoked');
    expect(out).toMatch(/GET http:\/\/localhost:\d+\/issuing\.crl: 200/);
    expect(out).toContain('names nobody to ask by OCSP');
  });
});

test('a revoked certificate is found by whoever asks, and inspect says so with exit 4', async () => {
  const asked = await runHere(['inspect', addressOf('revoked'), '--ca', caFile, '--crl']);
  const unasked = await runHere(['inspect', addressOf('revoked'), '--ca', caFile]);

  expect([asked.code, unasked.code]).toEqual([exitCodes.untrusted, exitCodes.ok]);
  expect(asked.out).toContain('localhost was revoked');
  expect(asked.out).toContain('its key may be in the wrong hands');
});

test('--why tries other handshakes and says what they mean', async () => {
  const { code, out } = await runHere(['send', `https://${addressOf('breaks-off')}/`, '--why']);

  expect(code).toBe(exitCodes.failed);
  expect(out).toContain('The server stumbles over ALPN');
  expect(out).toMatch(/Without ALPN +succeeded, TLS 1\.3/);
});

test('--why goes where --connect-to says', async () => {
  const port = addressOf('breaks-off').split(':')[1] ?? '';

  const { out } = await runHere(['inspect', 'else.test', '--connect-to', `::localhost:${port}`, '--why']);

  expect(out).toContain('The server stumbles over ALPN');
});

test('without the flags nobody is asked', async () => {
  const { json } = await runForJson(['inspect', addressOf('missing-intermediate'), '--ca', caFile]);

  expect(json).not.toHaveProperty('diagnosis');
});
