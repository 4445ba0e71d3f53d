import { createServer, type Server, type Socket } from 'node:net';

/** One port of this computer, open on both loopback addresses as far as it has them. */
export interface OpenPort {
  readonly port: number;
  close(): Promise<void>;
}

const LOOPBACK_V4 = '127.0.0.1';
const LOOPBACK_V6 = '::1';
/** Port 0 gives a free port of IPv4; the same one of IPv6 is taken so rarely that five tries are plenty. */
const ATTEMPTS = 5;

/**
 * Opens `preferred` if nobody has it, else any free port. The same port on 127.0.0.1 and ::1, because 'localhost' resolves to
 * either first; a computer without IPv6 gets 127.0.0.1 alone.
 *
 * Sockets are given to `accept` paused, with nothing read from them yet.
 *
 * @throws the system's error when no port can be had
 */
export async function listenOnLoopback(preferred: number, accept: (socket: Socket) => void): Promise<OpenPort> {
  const sockets = new Set<Socket>();
  const front = () =>
    createServer({ pauseOnConnect: true }, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // A client may go away at any moment, and the TLS layer may not be there yet to hear it.
      socket.on('error', () => undefined);
      accept(socket);
    });

  let lastError: unknown;
  for (let attempt = 0; attempt <= ATTEMPTS; attempt++) {
    const servers: Server[] = [front()];
    try {
      const port = await listen(servers[0] as Server, attempt === 0 ? preferred : 0, LOOPBACK_V4);
      const second = front();
      if (await listenIfPossible(second, port)) servers.push(second);
      return {
        port,
        close: async () => {
          const closed = servers.map(close);
          for (const socket of sockets) socket.destroy();
          await Promise.all(closed);
        },
      };
    } catch (error) {
      lastError = error;
      await Promise.all(servers.map(close));
    }
  }
  throw lastError;
}

/** False when this computer has no IPv6. @throws when another program has the port */
async function listenIfPossible(server: Server, port: number): Promise<boolean> {
  try {
    await listen(server, port, LOOPBACK_V6);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error;
    return false;
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true, exclusive: true }, () => {
      server.off('error', reject);
      // Out of file descriptors, say: the one connection is lost, the playground lives on.
      server.on('error', () => undefined);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
