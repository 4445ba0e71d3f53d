import { afterAll, describe, expect, test } from 'vitest';
import type { ScanJson } from '#core/report/scan.ts';
import { tcpServer, tlsServer } from '#main/engine/http/testServer.ts';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';
import { runHere } from './testRun.ts';

const root = issueRoot();
const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
const server = await tlsServer(leaf, (socket) => socket.end());
const ssh = await tcpServer((socket) => socket.write('SSH-2.0-Test\r\n'));
const silent = await tcpServer(() => undefined);
afterAll(async () => {
  await server.close();
  await ssh.close();
  await silent.close();
});

const address = `localhost:${String(server.port)}`;

describe('wireglass scan', () => {
  test('prints what a server accepts, with reasons, and ends well when the certificate is trusted', async () => {
    const { code, out, err } = await runHere(['scan', address, '--ca', root.certFile]);

    expect(code).toBe(0);
    expect(out).toContain(`Scan of ${address}`);
    expect(out).toMatch(/✓ {2}TLS 1\.3 +Good/);
    expect(out).toContain('Cipher suites, TLS 1.3');
    expect(out).toMatch(/Nothing to change|things? to change/);
    expect(err).toBe('');
  });

  test('ends with 4 when the certificate is not trusted, after all was tried', async () => {
    const { code, out } = await runHere(['scan', address]);

    expect(code).toBe(4);
    expect(out).toContain('Not trusted');
    expect(out).toContain('Resumption and extras');
  });

  test('prints one object for programs', async () => {
    const { code, out } = await runHere(['scan', address, '--json', '--ca', root.certFile]);
    const report = JSON.parse(out) as ScanJson;

    expect(code).toBe(0);
    expect(report.state).toBe('complete');
    expect(report.versions.map(({ version }) => version)).toEqual([
      'TLSv1.3',
      'TLSv1.2',
      'TLSv1.1',
      'TLSv1.0',
      'SSLv3',
    ]);
    expect(report.certificate?.verdict?.kind).toBe('trusted');
    expect(report.judgement.sections.map(({ id }) => id)).toContain('ciphers TLSv1.3');
  });

  test('names what is spoken instead of TLS and ends with 3', async () => {
    const { code, out } = await runHere(['scan', `localhost:${String(ssh.port)}`]);

    expect(code).toBe(3);
    expect(out).toContain('SSH');
  });

  test('prints what was found when it is interrupted, and ends with 130', async () => {
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(), 100);

    const { code, out } = await runHere(['scan', `localhost:${String(silent.port)}`], {
      interrupted: interruption.signal,
    });

    expect(code).toBe(130);
    expect(out).toContain('Not tried');
  });

  test.each([
    [['scan'], 'scan takes one server'],
    [['scan', 'a', 'b'], 'scan takes one server'],
    [['scan', 'http://a.example'], 'is no HOST[:PORT]'],
    [['scan', 'a.example', '--delay', 'soon'], '--delay soon is no number'],
    [['scan', 'a.example', '--delay', '60001'], '--delay 60001 is no number'],
  ])('refuses %j before anything is asked', async (args, message) => {
    const { code, err } = await runHere(args);

    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
