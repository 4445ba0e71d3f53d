import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '#core/http/exchange.ts';
import { createEngine, type Engine } from '#main/engine/engine.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { answering, tlsServer, type TestServer } from '#main/engine/http/testServer.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { Vouchers } from './vouchers.ts';

const [shop, bank] = ['shop.example.com', 'www.bank.org'];
const sameIssuer = (host: string) => `the same issuer vouches for ${host}, which have nothing in common`;
const publicBefore = 'the same host had a certificate of a public authority before';

let publicRoot: Issued, gateway: Issued;
let genuine: TestServer, opened: TestServer;
beforeAll(async () => {
  publicRoot = issueRoot('/CN=Public Root');
  gateway = issueRoot('/CN=Gateway');
  const answer = answering('HTTP/1.1 204 No Content\r\n\r\n');
  const server = (issuer: Issued) =>
    tlsServer(issue({ issuer, extensions: leafExtensions(shop, bank, 'git.corp') }), answer);
  [genuine, opened] = await Promise.all([server(publicRoot), server(gateway)]);
});
afterAll(() => Promise.all([genuine.close(), opened.close()]));

const engines: Engine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
});

/** The app on a profile, with one authority on the list it is shipped with. */
async function run(folder: string): Promise<Engine> {
  const engine = await createEngine({
    folder,
    now: Date.now,
    workers: sourceWorkers(),
    systemRoots: () => [],
    bundledRoots: () => [publicRoot.cert],
    version: 'test',
    emit: () => undefined,
  });
  engines.push(engine);
  // Answered after what the engine itself asked when it began.
  await engine.history.vouched();
  return engine;
}

const profile = () => mkdtempSync(join(tmpdir(), 'wireglass-vouchers-'));

/** A handshake that asks this host, wherever it leads. */
async function ask(engine: Engine, host: string, server: TestServer): Promise<Exchange> {
  const connectTo = [{ host, port: 443, toHost: 'localhost', toPort: server.port }];
  const draft = { method: 'GET', url: `https://${host}/`, headers: [], connectTo };
  const sent = await engine.send(newExchangeId(Date.now()), draft);
  if (!sent.ok) throw new Error(sent.error.message);
  return sent.value.exchange;
}

async function suspicions(engine: Engine, host: string, server: TestServer): Promise<readonly string[]> {
  const { connection } = await ask(engine, host, server);
  const findings = connection?.tls?.verdict.findings ?? [];
  return findings.flatMap((finding) => (finding.kind === 'interception-likely' ? finding.reasons : []));
}

describe('what was seen before is a reason to suspect that somebody opens connections', () => {
  test('when one private authority vouches for hosts that have nothing in common', async () => {
    const engine = await run(profile());

    const first = await suspicions(engine, shop, opened);
    const second = await suspicions(engine, bank, opened);

    expect(first).not.toContain(sameIssuer(bank));
    expect(second).toContain(sameIssuer(shop));
  });

  test('when a public authority vouched for the host earlier', async () => {
    const engine = await run(profile());

    const before = await ask(engine, shop, genuine);
    const after = await suspicions(engine, shop, opened);

    expect(before.connection?.tls?.verdict).toMatchObject({ kind: 'trusted', findings: [] });
    expect(after).toContain(publicBefore);
  });

  test('when it was in an earlier run', async () => {
    const folder = profile();
    const earlier = await run(folder);
    await ask(earlier, shop, genuine);
    await ask(earlier, bank, opened);
    await earlier.close();

    const reasons = await suspicions(await run(folder), shop, opened);

    expect(reasons).toEqual(expect.arrayContaining([publicBefore, sameIssuer(bank)]));
  });

  test('and never a reason to believe or to refuse', async () => {
    const engine = await run(profile());

    await ask(engine, shop, opened);
    await ask(engine, bank, opened);

    expect((await ask(engine, shop, opened)).outcome.kind).toBe('failed');
    expect((await ask(engine, shop, genuine)).outcome.kind).toBe('response');
  });
});

describe('nothing is suspected because of', () => {
  test('a public authority, whomever it vouches for', async () => {
    const engine = await run(profile());

    await ask(engine, shop, genuine);

    expect(await suspicions(engine, bank, genuine)).toEqual([]);
  });

  test('hosts inside a network', async () => {
    const engine = await run(profile());

    await ask(engine, 'git.corp', opened);

    expect((await suspicions(engine, shop, opened)).join()).not.toContain('git.corp');
  });

  test.each([
    ['a file that is no history', (file: string) => writeFileSync(file, 'no database'.repeat(1000))],
    [
      'records that cannot be read',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec(`UPDATE tls SET json = '{'`);
        database.close();
      },
    ],
    [
      'certificates that cannot be read',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec(
          `UPDATE certificate SET der = x'3003020101'; UPDATE tls SET json = json_remove(json, '$.verdict')`,
        );
        database.close();
      },
    ],
  ])('%s', async (_, damage) => {
    const folder = profile();
    const earlier = await run(folder);
    const fresh = await suspicions(earlier, bank, opened);
    await earlier.close();
    for (const name of readdirSync(folder)) if (name === 'history.sqlite') damage(join(folder, name));

    expect(await suspicions(await run(folder), shop, opened)).toEqual(fresh);
  });
});

describe('what is remembered', () => {
  test('is one host of every site, the ten sites seen last', () => {
    const vouchers = new Vouchers();

    for (let site = 0; site < 12; site++)
      for (const name of ['a', 'b']) vouchers.note({ host: `${name}.site${site}.com`, authorities: ['key'] });

    expect(vouchers.hostsOf(['key', 'other'])).toEqual(
      Array.from({ length: 10 }, (_, index) => `b.site${index + 2}.com`),
    );
  });

  test('are the anchors of a host, however it is written', () => {
    const vouchers = new Vouchers();

    vouchers.note({ host: 'Shop.Example.com.', anchor: 'aa', authorities: [] });

    expect(vouchers.anchorsOf('shop.example.com')).toEqual(['aa']);
    expect(vouchers.anchorsOf('example.com')).toEqual([]);
  });
});
