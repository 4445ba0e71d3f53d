import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { issue, issueRoot, leafExtensions, type Issued } from '#testdata/pki.ts';
import { ocspAnswer } from '#testdata/revocation.ts';

/** Servers that each make the TLS tab show something of its own. All on this computer. */
export interface TlsServers {
  /** PEM of the authority behind most of them. */
  readonly root: string;
  /** TLS 1.3, everything right. */
  readonly good: string;
  /** The client's first shares are not what it wants: HelloRetryRequest. */
  readonly retry: string;
  /** TLS 1.2 with a CBC suite, a stapled OCSP response, and it asks for a client certificate without insisting. */
  readonly old: string;
  /** Nothing in common: alert 40. */
  readonly alert: string;
  /** Of an authority nobody trusts. */
  readonly refused: string;
  /** Greets as SSH does. */
  readonly ssh: string;
  /** Six hundred warnings, two bytes each. */
  readonly chatty: string;
  /** A hundred certificates. */
  readonly long: string;
  close(): void;
}

/** Starts them all; certificates and OCSP response are made by openssl. */
export async function startTlsServers(): Promise<TlsServers> {
  const root = issueRoot('/O=Northbound Freight/CN=Northbound Root');
  const ca = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature'];
  const issuing = issue({ subject: '/O=Northbound Freight/CN=Northbound Issuing CA 4', issuer: root, extensions: ca });
  const names = leafExtensions('localhost', '127.0.0.1');
  const leaf = issue({ subject: '/CN=localhost', issuer: issuing, extensions: names });
  const rsa = issue({ subject: '/CN=localhost', issuer: issuing, extensions: names, newkey: ['rsa:2048'] });
  const stranger = issue({ subject: '/CN=localhost', issuer: issueRoot('/CN=Nobody Knows Root'), extensions: names });
  const chain = { cert: leaf.cert + issuing.cert, key: leaf.key };
  const open: { close(): void }[] = [];
  const tls = async (options: TlsOptions): Promise<string> => {
    const server = createTls(options, (socket) => {
      socket.on('error', () => undefined);
      // Kept alive: the next request comes over the same connection.
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    server.on('tlsClientError', () => undefined);
    open.push(server);
    return `https://localhost:${await listening(server)}/orders`;
  };
  const plain = async (accept: (socket: Socket) => void): Promise<string> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      accept(socket);
    });
    open.push(server);
    return `https://localhost:${await listening(server)}/orders`;
  };
  return {
    root: root.cert,
    good: await tls(chain),
    retry: await tls({ ...chain, ecdhCurve: 'P-384', minVersion: 'TLSv1.3' }),
    old: await openssl(rsa, issuing, root, open),
    alert: await tls({ ...chain, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }),
    refused: await tls({ cert: stranger.cert, key: stranger.key }),
    ssh: await plain((socket) => socket.write('SSH-2.0-OpenSSH_9.9 Debian\r\n')),
    chatty: await plain((socket) => {
      const warning = [0x15, 3, 3, 0, 2, 1, 90];
      socket.once('data', () => socket.end(Uint8Array.from(Array.from({ length: 600 }, () => warning).flat())));
    }),
    long: await tls({ cert: leaf.cert + issuing.cert + root.cert.repeat(98), key: leaf.key }),
    close: () => {
      for (const server of open) server.close();
    },
  };
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** `openssl s_server`: Node's own servers cannot ask for a certificate without insisting, under the walls of this repository. */
async function openssl(leaf: Issued, issuing: Issued, root: Issued, open: { close(): void }[]): Promise<string> {
  const probe = createServer();
  const port = await listening(probe);
  probe.close();
  const staple = join(mkdtempSync(join(tmpdir(), 'wireglass-staple-')), 'response.der');
  writeFileSync(staple, ocspAnswer({ certificate: leaf, issuer: issuing }));
  const words = [
    's_server',
    ...['-accept', `127.0.0.1:${port}`, '-cert', leaf.certFile, '-key', leaf.keyFile, '-cert_chain', issuing.certFile],
    ...['-tls1_2', '-cipher', 'ECDHE-RSA-AES256-SHA384', '-verify', '1', '-CAfile', root.certFile],
    ...['-status_file', staple, '-www', '-quiet'],
  ];
  const child = spawn('openssl', words, { stdio: 'ignore' });
  open.push({ close: () => child.kill() });
  await untilOpen(port, child);
  return `https://localhost:${port}/orders`;
}

async function untilOpen(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('openssl s_server ended at once.');
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (isOpen) return;
    await pause(50);
  }
}
