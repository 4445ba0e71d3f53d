import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainFinding } from '#core/trust/explain.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { ServerClock } from './serverClock.ts';
import { answering, testClient, tlsServer, type TestClient, type TestServer } from './testServer.ts';

const DAY = 86_400_000;

describe('the clocks of servers', () => {
  test('are compared by their middle one, each server counting once', () => {
    const clock = new ServerClock();
    const at = (ms: number) => new Date(ms).toUTCString();

    clock.note('a', at(3000), 0);
    clock.note('a', at(5000), 0);
    clock.note('b', at(9000), 0);
    clock.note('c', at(DAY), 0);
    clock.note('d', 'yesterday', 0);
    clock.note('d', undefined, 0);

    expect(clock.behindMs).toBe(9000);
  });

  test('say nothing before one has answered', () => {
    expect(new ServerClock().behindMs).toBeUndefined();
  });
});

describe('a computer whose clock is three days ahead', () => {
  let root: Issued, good: TestServer, short: TestServer, client: TestClient;
  beforeAll(async () => {
    root = issueRoot();
    const stamp = (at: number) => new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '');
    const extensions = leafExtensions('localhost');
    const answer = answering(`HTTP/1.1 204 No Content\r\nDate: ${new Date().toUTCString()}\r\n\r\n`);
    good = await tlsServer(issue({ issuer: root, extensions }), answer);
    short = await tlsServer(issue({ issuer: root, extensions, notAfter: stamp(Date.now() + DAY) }), answer);
    client = testClient([root.cert], { now: () => Date.now() + 3 * DAY });
  });
  afterAll(() => Promise.all([good.close(), short.close(), client.close()]));

  test('learns that its clock is wrong from the answer of another server', async () => {
    const expired = async () => {
      const { exchange } = await client.get(short.origin);
      return exchange.connection?.tls?.verdict.findings.find(({ kind }) => kind === 'expired');
    };

    const before = await expired();
    await client.get(good.origin);
    const after = await expired();

    expect(before).not.toHaveProperty('clockReasons');
    expect(after).toMatchObject({ clockReasons: ['another server’s clock is behind it'] });
    expect(after === undefined ? '' : explainFinding(after).remedy).toContain('clock is probably ahead');
  });
});
