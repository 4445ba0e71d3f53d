import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainFailure } from '#core/http/explain.ts';
import { tcpServer, testClient, type TestClient } from './testServer.ts';

let client: TestClient;
beforeAll(() => {
  client = testClient([]);
});
afterAll(() => client.close());

/** A server that answers the first message with some bytes, and then hangs up. */
async function answered(bytes: Uint8Array) {
  const server = await tcpServer((socket: Socket) => {
    socket.once('data', () => socket.end(bytes));
  });
  try {
    const { exchange } = await client.get(server.origin);
    return exchange.outcome.kind === 'failed' ? exchange.outcome.failure : undefined;
  } finally {
    await server.close();
  }
}

/** A fatal alert in a record of its own (RFC 8446 §5.1, §6). */
const alertRecord = (number: number) => Uint8Array.of(0x15, 3, 3, 0, 2, 2, number);

describe('a server that answers the ClientHello with a fatal alert', () => {
  test.each([
    [10, 'unexpected_message'],
    [20, 'bad_record_mac'],
    [22, 'record_overflow'],
    [40, 'handshake_failure'],
    [42, 'bad_certificate'],
    [43, 'unsupported_certificate'],
    [44, 'certificate_revoked'],
    [45, 'certificate_expired'],
    [46, 'certificate_unknown'],
    [47, 'illegal_parameter'],
    [48, 'unknown_ca'],
    [49, 'access_denied'],
    [50, 'decode_error'],
    [51, 'decrypt_error'],
    [80, 'internal_error'],
    [86, 'inappropriate_fallback'],
    [109, 'missing_extension'],
    [110, 'unsupported_extension'],
    [112, 'unrecognized_name'],
    [113, 'bad_certificate_status_response'],
    [115, 'unknown_psk_identity'],
    [120, 'no_application_protocol'],
    [121, 'ech_required'],
  ])('%i is told as %s, with what it means', async (number, name) => {
    const failure = await answered(alertRecord(number));

    expect(failure).toMatchObject({ kind: 'tls-alert', number, name, sender: 'server' });
    const { cause, remedy } = failure === undefined ? { cause: '', remedy: '' } : explainFailure(failure);
    expect(cause).toContain(`TLS alert ${number} (${name})`);
    expect(cause).not.toContain('a reason that is rare');
    expect(remedy).toMatch(/\.$/);
  });

  test.each([
    [70, { kind: 'tls-incompatible', what: 'version' }],
    [71, { kind: 'tls-incompatible', what: 'cipher' }],
    [116, { kind: 'client-certificate-required' }],
    [99, { kind: 'tls-alert', name: 'alert 99' }],
  ])('%i is told as %j', async (number, expected) => {
    expect(await answered(alertRecord(number))).toMatchObject(expected);
  });
});

describe('a server that answers with something else', () => {
  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', 'http'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'ssh'],
    ['220 mail.test ESMTP\r\n', 'smtp'],
  ])('%j is told as what it speaks: %s', async (greeting, spoken) => {
    expect(await answered(new TextEncoder().encode(greeting))).toMatchObject({ kind: 'not-tls', spoken });
  });

  test('nothing is told as hanging up', async () => {
    expect(await answered(new Uint8Array())).toMatchObject({ kind: 'closed-early', during: 'tls' });
  });

  test('a warning first does not hide the fatal alert', async () => {
    const warning = Uint8Array.of(0x15, 3, 3, 0, 2, 1, 112);

    expect(await answered(Uint8Array.of(...warning, ...alertRecord(40)))).toMatchObject({
      kind: 'tls-alert',
      number: 40,
    });
  });
});
