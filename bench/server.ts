import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issue, issueRoot, leafExtensions } from '#testdata/pki.ts';

/*
 * The server of the benchmarks, in a process of its own, so that it does not share a thread with what is measured.
 * TLS 1.3, a leaf under a private root; /json is 2 kB, /big is 256 MiB.
 */

export const BIG_BYTES = 256 * 1024 * 1024;

/** What the server says when it listens. */
export interface Listening {
  readonly port: number;
  /** PEM of its root, as text and as a file for curl. */
  readonly ca: string;
  readonly caFile: string;
}

const json = JSON.stringify({
  items: Array.from({ length: 26 }, (_, id) => ({ id, name: `item ${id}`, tags: ['tls', 'x509'], price: 12.5 + id })),
}).padEnd(2048);
const chunk = Buffer.alloc(256 * 1024, 'wireglass ');

if (process.send) {
  const root = issueRoot('/O=Wireglass Bench/CN=Bench Root');
  const leaf = issue({ subject: '/CN=localhost', issuer: root, extensions: leafExtensions('localhost') });
  const server = createServer({ key: leaf.key, cert: leaf.cert, minVersion: 'TLSv1.3' }, (request, response) => {
    if (request.url === '/json') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) });
      response.end(json);
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': BIG_BYTES });
    let left = BIG_BYTES / chunk.length;
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (!response.write(chunk)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  });
  // Keep-alive must outlast the pauses between rounds.
  server.keepAliveTimeout = 60_000;
  server.listen(0, 'localhost', () => {
    const { port } = server.address() as AddressInfo;
    process.send?.({ port, ca: root.cert, caFile: root.certFile } satisfies Listening);
  });
  process.on('disconnect', () => process.exit(0));
}
