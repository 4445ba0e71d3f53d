import type { Connection } from './connection.ts';

/** How long an unused connection is kept, ms. Servers close after 5 s (Node), 60–75 s (Apache, nginx) and more; nobody waits. */
const IDLE_MS = 60_000;
/** Unused connections kept for one origin. Browsers keep six (RFC 9112 §9.4 leaves the number open). */
const MAX_IDLE_PER_KEY = 6;

/** Connections waiting for their next request, by key; and which of those in use may come back. */
export class ConnectionPool {
  readonly #idle = new Map<string, Idle[]>();
  readonly #all = new Set<Connection>();
  readonly #now: () => number;
  #generation = 0;

  /** @param now ms UTC */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts the changes of trust: what was opened in an older generation must not be used. */
  get generation(): number {
    return this.#generation;
  }

  /** A connection joins when it has been opened. */
  add(connection: Connection): void {
    this.#all.add(connection);
    connection.socket.once('close', () => this.#forget(connection));
  }

  /** The connection that became idle last: it is the one least likely to be closed by the server just now. */
  take(key: string): Connection | undefined {
    const waiting = this.#idle.get(key);
    for (let idle = waiting?.pop(); idle; idle = waiting?.pop()) {
      idle.stop();
      if (waiting?.length === 0) this.#idle.delete(key);
      if (idle.connection.open && this.#now() <= (idle.connection.endsAt ?? Infinity)) return idle.connection;
      idle.connection.close();
    }
    return undefined;
  }

  /** A response is over: the connection waits for its next request. */
  release(connection: Connection): void {
    const waiting = this.#idle.get(connection.key) ?? [];
    this.#idle.set(connection.key, waiting);
    const left = (connection.endsAt ?? Infinity) - this.#now();
    waiting.push(new Idle(connection, Math.max(0, Math.min(IDLE_MS, left))));
    if (waiting.length <= MAX_IDLE_PER_KEY) return;
    const oldest = waiting.shift();
    oldest?.stop();
    oldest?.connection.close();
  }

  /** Every connection that is open, idle or in use. */
  get open(): readonly Connection[] {
    return [...this.#all];
  }

  /** Closes what is idle, and sees to it that what is in use does not come back. */
  flush(): void {
    this.#generation += 1;
    for (const connection of this.#all) connection.reusable = false;
    for (const waiting of this.#idle.values()) for (const idle of waiting) idle.stop();
    const idle = [...this.#idle.values()].flat();
    this.#idle.clear();
    for (const { connection } of idle) connection.close();
  }

  /** Closes everything, also what is in use. */
  close(): void {
    this.flush();
    for (const connection of [...this.#all]) connection.close();
    this.#all.clear();
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection);
    const waiting = this.#idle.get(connection.key);
    const at = waiting?.findIndex((idle) => idle.connection === connection) ?? -1;
    if (!waiting || at === -1) return;
    for (const idle of waiting.splice(at, 1)) idle.stop();
    if (waiting.length === 0) this.#idle.delete(connection.key);
  }
}

/** One waiting connection: closed when its time is over, or when the server says something nobody asked for. */
class Idle {
  readonly connection: Connection;
  readonly #timer: NodeJS.Timeout;
  readonly #close: () => void;

  constructor(connection: Connection, forMs: number) {
    this.connection = connection;
    this.#close = () => connection.close();
    this.#timer = setTimeout(this.#close, forMs).unref();
    // Bytes that belong to no request would be taken for the answer to the next one.
    connection.socket.on('data', this.#close);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.connection.socket.off('data', this.#close);
  }
}
