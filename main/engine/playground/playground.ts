import { createHash } from 'node:crypto';
import { createServer as createPlainServer } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { PlaygroundServer, PlaygroundState } from '#core/playground/state.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';
import { answer, type Paces, type Site } from './answer.ts';
import { createIssuing, createRoot, fetchPaths, fetchUrls, issueClient, revocationList } from './authority.ts';
import type { Issued } from './issue.ts';
import { listenOnLoopback, type OpenPort } from './listen.ts';
import { serverPlans, type Making, type ServerPlan } from './servers.ts';

/** Local TLS servers with known faults: for a first look, for demonstrations and for tests. Nothing leaves this computer. */
export interface Playground {
  /** Resolves when every server answers (well below a second); again and again gives the same servers. */
  start(): Promise<Result<PlaygroundState, Failure<'playground-failed'>>>;
  /** Resolves when every port is closed. Connections in use are cut. */
  stop(): Promise<PlaygroundState>;
  /** While off, the servers stand with the ports they will ask for. */
  state(): PlaygroundState;
}

export interface PlaygroundPowers {
  /** ms UTC. */
  readonly now: () => number;
  readonly onChange?: (state: PlaygroundState) => void;
  /** First port to ask for; a taken one is replaced by any free one. 0 = free ones at once. Default 8443. */
  readonly firstPort?: number;
  /** Pauses of the slow and the streaming server; the defaults are for people, tests want shorter ones. */
  readonly paces?: Paces;
}

/** As close to 443 as an ordinary user may listen, by custom; the servers take this and the following ones. */
const FIRST_PORT = 8443;
/** Long enough to be seen in a waterfall, short enough to wait for. */
const PACES: Paces = { headMs: 1500, pieceMs: 500, eventMs: 1000 };

/** What runs between start and stop. */
interface Running {
  readonly state: PlaygroundState;
  readonly ports: readonly OpenPort[];
}

/**
 * A playground that is off. The root is made at the first start and kept until the object is gone: whoever trusted it need not
 * trust it again after stop and start. Its key is never written to disk.
 */
export function createPlayground(powers: PlaygroundPowers): Playground {
  const firstPort = powers.firstPort ?? FIRST_PORT;
  const off: PlaygroundState = {
    status: 'off',
    servers: serverPlans.map((plan, at) => describeServer(plan, firstPort === 0 ? 0 : firstPort + at)),
  };
  let root: Issued | undefined;
  let current = off;
  let starting: Promise<Result<PlaygroundState, Failure<'playground-failed'>>> | undefined;
  let running: Running | undefined;

  const change = (next: PlaygroundState): PlaygroundState => {
    current = next;
    powers.onChange?.(next);
    return next;
  };

  const start = async (): Promise<Result<PlaygroundState, Failure<'playground-failed'>>> => {
    change({ ...off, status: 'starting' });
    try {
      root ??= createRoot(powers.now());
      running = await open(root, powers, firstPort);
      return ok(change(running.state));
    } catch (error) {
      starting = undefined;
      change(off);
      return fail({ kind: 'playground-failed', message: error instanceof Error ? error.message : String(error) });
    }
  };

  return {
    start: () => (starting ??= start()),
    stop: async () => {
      await starting;
      const ports = running?.ports ?? [];
      starting = undefined;
      running = undefined;
      await Promise.all(ports.map((port) => port.close()));
      return current.status === 'off' ? current : change(off);
    },
    state: () => current,
  };
}

async function open(root: Issued, powers: PlaygroundPowers, firstPort: number): Promise<Running> {
  const now = powers.now();
  const ports: OpenPort[] = [];
  try {
    // The plain server comes first: its address stands in the certificates. It asks for the port below the others.
    const files = new Map<string, { readonly type: string; readonly bytes: Uint8Array }>();
    const plain = await listenPlain(files, firstPort === 0 ? 0 : firstPort - 1);
    ports.push(plain);
    const urls = fetchUrls(plain.port);
    const issuing = createIssuing(root, urls, now);
    // Media types: RFC 2585 §4.
    files.set(fetchPaths.root, { type: 'application/pkix-cert', bytes: root.der });
    files.set(fetchPaths.issuing, { type: 'application/pkix-cert', bytes: issuing.der });

    const making: Making = { authority: { root, issuing }, urls, now };
    const chains = serverPlans.map((plan) => plan.chain(making));
    const revoked = chains.flatMap(([leaf], at) => (serverPlans[at]?.id === 'revoked' ? [leaf] : []));
    files.set(fetchPaths.crl, { type: 'application/pkix-crl', bytes: revocationList(issuing, now, revoked) });
    const client = issueClient(making.authority, now);
    const site: Site = { clientPem: client.pem + issuing.pem + client.keyPem, paces: powers.paces ?? PACES };
    const servers: PlaygroundServer[] = [];
    for (const [at, plan] of serverPlans.entries()) {
      const chain = chains[at] ?? plan.chain(making);
      const port = await listenTls(plan, chain, making, site, firstPort === 0 ? 0 : firstPort + at);
      ports.push(port);
      servers.push(describeServer(plan, port.port));
    }
    const ca = { pem: root.pem, sha256: sha256(root.der), subject: subjectText(root) };
    return { state: { status: 'on', servers, ca }, ports };
  } catch (error) {
    await Promise.all(ports.map((port) => port.close()));
    throw error;
  }
}

function describeServer({ id, title, description, group, path }: ServerPlan, port: number): PlaygroundServer {
  return { id, title, description, group, port, url: `https://localhost:${port}${path}` };
}

/** The server that intermediates and the revocation list are fetched from, over plain HTTP as everywhere (RFC 5280 §8). */
function listenPlain(
  files: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>,
  preferred: number,
): Promise<OpenPort> {
  const server = createPlainServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' });
    response.end(file?.bytes ?? 'Nothing here.\n');
  });
  return listenOnLoopback(preferred, (socket) => hand(socket, server));
}

function listenTls(
  plan: ServerPlan,
  chain: readonly [leaf: Issued, ...above: Issued[]],
  making: Making,
  site: Site,
  preferred: number,
): Promise<OpenPort> {
  const server: TlsServer = createTlsServer(
    {
      key: chain[0].keyPem,
      cert: chain.map((certificate) => certificate.pem).join(''),
      ...plan.tls?.(making),
    },
    (request, response) => answer(request, response, site),
  );
  const pause = plan.handshakePauseMs;
  return listenOnLoopback(preferred, (socket) => {
    if (pause === undefined) return hand(socket, server);
    const timer = setTimeout(() => hand(socket, server), pause);
    socket.on('close', () => clearTimeout(timer));
  });
}

/** Gives a paused socket to a server that does not listen itself. */
function hand(socket: Socket, server: { emit(event: 'connection', socket: Socket): boolean }): void {
  server.emit('connection', socket);
  socket.resume();
}

function subjectText(issued: Issued): string {
  return issued.subject.map(([type, value]) => `${type}=${value}`).join(', ');
}

function sha256(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
