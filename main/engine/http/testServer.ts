import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import type { RequestDraft } from '#core/http/draft.ts';
import { sourceWorkers } from '#main/engine/workers.ts';
import type { HttpClient, HttpClientPowers, SendJob, SentExchange } from './client.ts';
import { createHttpClient } from './createHttpClient.ts';
import { newExchangeId } from './exchangeId.ts';
import { trustOnly } from './testTrust.ts';

/** A server for one test, and everything that has to be closed after it. */
export interface TestServer {
  readonly port: number;
  /** https://localhost:port */
  readonly origin: string;
  /** Every application byte that came, of all connections. */
  readonly received: () => string;
  /** How many connections were made. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** A TLS server that hands every connection over as it is: what it says is up to the test, down to the byte. */
export function tlsServer(
  leaf: { readonly key: string; readonly cert: string },
  onSocket: (socket: TLSSocket, connection: number) => void,
  options: TlsOptions = {},
  staple: Buffer | null = null,
): Promise<TestServer> {
  const server = createTlsServer({ key: leaf.key, cert: leaf.cert, ...options });
  if (staple !== null)
    server.on('OCSPRequest', (_certificate, _issuer, answer: (error: null, response: Buffer) => void) => {
      answer(null, staple);
    });
  return listen(server, 'secureConnection', onSocket as (socket: Socket, connection: number) => void);
}

/** The same without TLS. */
export function tcpServer(onSocket: (socket: Socket, connection: number) => void): Promise<TestServer> {
  return listen(createTcpServer(), 'connection', onSocket);
}

async function listen(
  server: Server,
  event: 'connection' | 'secureConnection',
  onSocket: (socket: Socket, connection: number) => void,
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let received = '';
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.on(event, (socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    onSocket(socket, connections);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `https://localhost:${port}`,
    received: () => received,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers every request on the connection with the same bytes. Requests must have no body. */
export function answering(...answer: readonly (string | Uint8Array)[]): (socket: Socket) => void {
  return (socket) => {
    let request = '';
    socket.on('data', (chunk: Buffer) => {
      request += chunk.toString('latin1');
      if (!request.includes('\r\n\r\n')) return;
      request = '';
      socket.write(Buffer.concat(answer.map((part) => Buffer.from(part as Uint8Array))));
    });
  };
}

/** A client with a folder of its own. */
export interface TestClient {
  readonly client: HttpClient;
  readonly folder: string;
  /** Paths of all files below the folder, relative to it. */
  readonly files: () => readonly string[];
  get(url: string, more?: Partial<RequestDraft>, job?: Partial<SendJob>): Promise<SentExchange>;
  close(): Promise<void>;
}

/** A client that trusts these certificates (PEM). */
export function testClient(pems: readonly string[], powers: Partial<HttpClientPowers> = {}): TestClient {
  const folder = mkdtempSync(join(tmpdir(), 'wireglass-http-'));
  const client = createHttpClient({
    trust: trustOnly(...pems),
    now: Date.now,
    bodyFolder: folder,
    bodyWorker: sourceWorkers().body,
    userAgent: 'Wireglass/test',
    ...powers,
  });
  return {
    client,
    folder,
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      ),
    get: (url, more, job) => {
      const id = newExchangeId(Date.now());
      return client.send({ id, draft: { method: 'GET', url, headers: [], ...more }, ...job });
    },
    close: async () => {
      await client.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
