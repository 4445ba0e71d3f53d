/** Servers remembered: the last few that said a time. */
const MAX_SERVERS = 5;

/**
 * How this computer's clock compares with those of servers that were believed and answered. A hint for people whose certificates
 * all seem to be out of date; nothing is judged by it.
 */
export class ServerClock {
  readonly #behindMs = new Map<string, number>();

  /** @param date value of the Date header (RFC 9110 §6.6.1); @param now ms UTC */
  note(server: string, date: string | undefined, now: number): void {
    const said = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(said)) return;
    this.#behindMs.delete(server);
    this.#behindMs.set(server, said - now);
    const [oldest] = this.#behindMs.keys();
    if (this.#behindMs.size > MAX_SERVERS && oldest !== undefined) this.#behindMs.delete(oldest);
  }

  /** ms this computer is behind the middle one of them; negative: ahead. Undefined before any has answered. */
  get behindMs(): number | undefined {
    const sorted = [...this.#behindMs.values()].sort((a, b) => a - b);
    return sorted[sorted.length >> 1];
  }
}
