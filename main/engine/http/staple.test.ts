import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { ocspAnswer, type BookEntry } from '#testdata/revocation.ts';
import { answering, testClient, tlsServer, type TestClient } from './testServer.ts';

let root: Issued, leaf: Issued, client: TestClient;
beforeAll(() => {
  root = issueRoot();
  leaf = issue({ issuer: root, extensions: [...leafExtensions('localhost'), 'tlsfeature=status_request'] });
  client = testClient([root.cert]);
});
afterAll(() => client.close());

async function sendTo(entry: BookEntry | 'no staple' | 'a huge one', maxVersion: 'TLSv1.2' | 'TLSv1.3') {
  const staple =
    entry === 'no staple'
      ? null
      : entry === 'a huge one'
        ? Buffer.alloc(40_000, 0x30)
        : Buffer.from(ocspAnswer({ certificate: leaf, issuer: root, entry }));
  const server = await tlsServer(leaf, answering('HTTP/1.1 204 No Content\r\n\r\n'), { maxVersion }, staple);
  try {
    const { exchange } = await client.get(server.origin);
    return { exchange, received: server.received() };
  } finally {
    await server.close();
  }
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a server with OCSP stapling over %s', (version) => {
  test('is believed when the response says good', async () => {
    const { exchange } = await sendTo('valid', version);

    expect(exchange.outcome.kind).toBe('response');
    expect(exchange.connection?.tls?.revocation).toMatchObject({ source: 'staple', status: 'good', problems: [] });
  });

  test('gets no request when the response says revoked, or when the promised one is missing', async () => {
    const revoked = await sendTo({ reason: 'keyCompromise' }, version);
    const missing = await sendTo('no staple', version);

    expect(revoked.exchange.connection?.tls?.verdict.findings).toContainEqual(
      expect.objectContaining({ kind: 'revoked', reason: 'keyCompromise' }),
    );
    expect(missing.exchange.connection?.tls?.verdict.findings).toContainEqual(
      expect.objectContaining({ kind: 'must-staple-missing' }),
    );
    expect([revoked.received, missing.received]).toEqual(['', '']);
  });
});

// In TLS 1.2 the library itself refuses a response beyond 16 kB.
test('a promised response that is too long to be read is none', async () => {
  const { exchange, received } = await sendTo('a huge one', 'TLSv1.3');

  expect(exchange.connection?.tls?.verdict.findings).toContainEqual(
    expect.objectContaining({ kind: 'must-staple-missing', problems: ['malformed'] }),
  );
  expect(received).toBe('');
});
