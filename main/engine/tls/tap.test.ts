import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { issue, leafExtensions, type Issued } from '#testdata/pki.ts';
import { createTap, MAX_RECORDED_BYTES, type Tap } from './tap.ts';

const servers: net.Server[] = [];
const sockets: net.Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

interface Line {
  readonly tap: Tap;
  readonly near: net.Socket;
  readonly far: net.Socket;
}

/** A tap on a real connection; `far` is the server's end. */
async function connect(): Promise<Line> {
  const server = net.createServer();
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const near = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  const accepted = once(server, 'connection') as Promise<[net.Socket]>;
  await once(near, 'connect');
  const [far] = await accepted;
  far.on('error', () => undefined);
  sockets.push(near, far);
  let now = 100;
  return { tap: createTap(near, { clock: () => now++ }), near, far };
}

function collect(stream: NodeJS.ReadableStream): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

describe('bytes pass through', () => {
  test('in both directions, unchanged and counted', async () => {
    const { tap, far } = await connect();
    const received = collect(tap.stream);
    const sent = collect(far);
    tap.stream.resume();

    far.write('from the server');
    await once(tap.stream, 'data');
    tap.stream.write(Buffer.from('from the client'));
    await once(far, 'data');

    expect(Buffer.concat(received).toString()).toBe('from the server');
    expect(Buffer.concat(sent).toString()).toBe('from the client');
    expect([tap.bytesIn, tap.bytesOut]).toEqual([15, 15]);
  });

  test('and wait while the reader is paused', async () => {
    const { tap, far } = await connect();
    const received = collect(tap.stream);
    tap.stream.pause();

    far.write('early');
    await new Promise((later) => setTimeout(later, 50));
    expect(received).toEqual([]);
    tap.stream.resume();
    await once(tap.stream, 'data');

    expect(Buffer.concat(received).toString()).toBe('early');
  });

  test('a writer that is faster than the network is told when each chunk is out', async () => {
    const { tap, far } = await connect();
    const chunk = Buffer.alloc(1_000_000, 1);
    let arrived = 0;
    far.on('data', (bytes: Buffer) => (arrived += bytes.length));

    for (let index = 0; index < 20; index++)
      await new Promise<void>((written, failed) =>
        tap.stream.write(chunk, (error) => (error ? failed(error) : written())),
      );
    tap.stream.end();
    await once(far, 'end');

    expect(arrived).toBe(20_000_000);
  });
});

describe('the end of a connection', () => {
  test('by the server ends the reading only', async () => {
    const { tap, far } = await connect();
    collect(tap.stream);
    tap.stream.resume();

    far.end('last words');
    await once(tap.stream, 'end');

    expect(tap.stream.readableEnded).toBe(true);
  });

  test('by the client reaches the server, and what it still sends comes back', async () => {
    const { tap, far } = await connect();
    const received = collect(tap.stream);
    tap.stream.resume();
    collect(far);

    far.on('end', () => far.end('answer'));
    tap.stream.end();
    await once(tap.stream, 'close');

    expect(Buffer.concat(received).toString()).toBe('answer');
  });

  test('by a reset is an error and then closed', async () => {
    const { tap, far } = await connect();
    collect(tap.stream);
    tap.stream.resume();

    far.resetAndDestroy();
    const [error] = (await once(tap.stream, 'error')) as [NodeJS.ErrnoException];

    expect(error.code).toBe('ECONNRESET');
    expect(tap.stream.destroyed).toBe(true);
  });

  test('by a reset that nobody listens to is no crash', async () => {
    const { tap, far } = await connect();
    tap.stream.resume();

    far.resetAndDestroy();
    await new Promise((closed) => tap.stream.once('close', closed));

    expect(tap.stream.destroyed).toBe(true);
  });

  test('destroying the stream destroys the socket, and a later write fails instead of hanging', async () => {
    const { tap, near, far } = await connect();
    far.resume();

    tap.stream.destroy();
    await once(far, 'close');
    const error = await new Promise((written) => tap.stream.write(Buffer.from('late'), written));

    expect(near.destroyed).toBe(true);
    expect(error).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
  });

  test('that came before the tap is noticed', async () => {
    const { near, far } = await connect();
    near.resume();
    far.end();
    await once(near, 'end');
    const { stream } = createTap(near, { clock: () => 0 });

    stream.resume();

    if (!stream.readableEnded && !stream.destroyed) await Promise.race([once(stream, 'end'), once(stream, 'close')]);
    expect(stream.readableEnded || stream.destroyed).toBe(true);
  });
});

describe('the recording', () => {
  test('has every chunk with its sender and the time since TCP was connected', async () => {
    const { tap, far } = await connect();
    tap.stream.on('data', () => undefined);
    tap.stream.resume();

    tap.stream.write(Buffer.from('question'));
    far.write('answer');
    await once(tap.stream, 'data');

    expect(tap.takeChunks().map(({ from, atMs, bytes }) => [from, atMs, Buffer.from(bytes).toString()])).toEqual([
      ['client', 1, 'question'],
      ['server', 2, 'answer'],
    ]);
    expect(tap.takeChunks()).toEqual([]);
  });

  test('stops when told, and what came before can still be read', async () => {
    const { tap, far } = await connect();
    tap.stream.on('data', () => undefined);
    tap.stream.resume();

    tap.stream.write(Buffer.from('kept'));
    tap.stopRecording();
    far.write('not kept');
    await once(tap.stream, 'data');

    expect(tap.recording).toBe(false);
    expect(tap.takeChunks()).toHaveLength(1);
  });

  test('never holds more than a megabyte, while everything goes on passing', async () => {
    const { tap, far } = await connect();
    let passed = 0;
    tap.stream.on('data', (chunk: Buffer) => (passed += chunk.length));
    tap.stream.resume();

    far.end(Buffer.alloc(3 * MAX_RECORDED_BYTES, 7));
    await once(tap.stream, 'end');
    const held = tap.takeChunks().reduce((sum, { bytes }) => sum + bytes.length, 0);

    expect(passed).toBe(3 * MAX_RECORDED_BYTES);
    expect(held).toBeLessThanOrEqual(MAX_RECORDED_BYTES);
    expect([tap.overflowed, tap.recording]).toEqual([true, false]);
  });

  test('keeps the first bytes of the server for telling what it speaks', async () => {
    const { tap, far } = await connect();
    tap.stream.on('data', () => undefined);
    tap.stream.resume();

    far.write('SSH-2.0-');
    await once(tap.stream, 'data');
    far.write('x'.repeat(1000));
    await once(tap.stream, 'data');

    expect(tap.firstServerBytes).toHaveLength(256);
    expect(Buffer.from(tap.firstServerBytes).toString()).toMatch(/^SSH-2\.0-x+$/);
  });
});

describe('HTTPS over a tap', () => {
  let leaf: Issued;
  const closing: (() => void)[] = [];

  beforeAll(() => {
    leaf = issue({ subject: '/CN=localhost', extensions: leafExtensions('localhost') });
  });

  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** An agent whose connections all have a tap, against a server with this behaviour. */
  async function serve(listener: RequestListener) {
    const server = https.createServer({ key: leaf.key, cert: leaf.cert }, listener);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as net.AddressInfo;
    const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
    const raws: net.Socket[] = [];
    Object.assign(agent, {
      createConnection: (_options: unknown, done: (error: Error | null, socket?: tls.TLSSocket) => void) => {
        const raw = net.connect(port, '127.0.0.1', () => {
          const tap = createTap(raw, { clock: () => 0 });
          const socket = tls.connect({ socket: tap.stream, servername: 'localhost', ca: leaf.cert });
          tap.serve(socket);
          socket.once('secureConnect', () => done(null, socket));
          socket.once('error', done);
        });
        raws.push(raw);
      },
    });
    closing.push(
      () => agent.destroy(),
      () => server.closeAllConnections(),
      () => server.close(),
    );
    const send = (method: string, body?: Uint8Array) =>
      new Promise<Buffer>((received, failed) => {
        const request = https.request({ host: 'localhost', port, method, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => received(Buffer.concat(chunks)));
          response.on('error', failed);
        });
        request.on('error', failed);
        request.end(body);
      });
    return { send, raws };
  }

  test('large bodies arrive whole in both directions, over one kept connection', async () => {
    const { send, raws } = await serve((request, response) => request.pipe(response));
    const body = Buffer.alloc(9_000_001, 'wireglass');

    const echoes = [await send('POST', body), await send('POST', body), await send('POST', body.subarray(0, 10))];

    expect(echoes.map((echo) => echo.length)).toEqual([9_000_001, 9_000_001, 10]);
    expect(echoes[0]?.equals(body)).toBe(true);
    expect(raws).toHaveLength(1);
  });

  test('a body that ends with the connection is complete', async () => {
    const { send } = await serve((_request, response) => {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.write(Buffer.alloc(300_000, 1));
      response.end();
    });

    expect((await send('GET')).length).toBe(300_000);
  });

  test('a connection that is cut in the middle of a body is an error', async () => {
    const { send } = await serve((_request, response) => {
      response.setHeader('content-length', 1_000_000);
      response.write(Buffer.alloc(1000), () => response.socket?.destroy());
    });

    await expect(send('GET')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('a connection that is reset before the answer is an error', async () => {
    const { send } = await serve((request) => {
      const socket = request.socket as tls.TLSSocket & { _parent?: net.Socket };
      (socket._parent ?? socket).resetAndDestroy();
    });

    await expect(send('GET')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('destroying the TLS socket closes the connection below', async () => {
    const { send, raws } = await serve((_request, response) => response.end('x'));
    await send('GET');
    const [raw] = raws;

    closing.shift()?.();
    if (raw && !raw.destroyed) await once(raw, 'close');

    expect(raw?.destroyed).toBe(true);
  });

  test('a tap on a socket that is already gone lets the handshake fail instead of hang', async () => {
    const { near } = await connect();
    near.destroy();
    const tap = createTap(near, { clock: () => 0 });

    const socket = tls.connect({ socket: tap.stream, servername: 'localhost' });
    socket.on('error', () => undefined);
    await once(socket, 'close');

    expect(socket.destroyed).toBe(true);
  });

  test('what an agent asks of the TLS socket reaches the TCP socket', async () => {
    const { tap, near } = await connect();
    const asked: string[] = [];
    const note = (name: string) => () => (asked.push(name), near);
    Object.assign(near, {
      setNoDelay: note('no delay'),
      setKeepAlive: note('keep alive'),
      ref: note('ref'),
      unref: note('unref'),
    });
    const socket = tls.connect({ socket: tap.stream });
    socket.on('error', () => undefined);
    tap.serve(socket);

    socket.setNoDelay(true).setKeepAlive(true, 1000).unref().ref();

    expect(asked).toEqual(['no delay', 'keep alive', 'unref', 'ref']);
    socket.destroy();
  });
});
