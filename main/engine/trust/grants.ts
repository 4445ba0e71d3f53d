import { hasEnded } from '#core/trust/exception.ts';
import { hostKey } from '#core/trust/host.ts';
import type { ExceptionGrant } from './effective.ts';
import type { Refusals } from './refusals.ts';
import type { StoredException, TrustSnapshot } from './stored.ts';
import type { Uses } from './uses.ts';

const none: readonly ExceptionGrant[] = [];

/** Exceptions by host and port, at one revision. One whose certificate is refused is none. */
export class Grants {
  readonly #byHost = new Map<string, readonly ExceptionGrant[]>();
  readonly #byId = new Map<string, ExceptionGrant>();
  /** What was answered last: the same array as long as it holds the same. */
  readonly #answered = new Map<string, readonly ExceptionGrant[]>();
  readonly #uses: Uses;

  constructor(
    exceptions: readonly StoredException[],
    certificates: TrustSnapshot['certificates'],
    refusals: Refusals,
    uses: Uses,
  ) {
    this.#uses = uses;
    for (const exception of exceptions) {
      const leaf = certificates.get(exception.leaf);
      if (leaf === undefined || refusals.of(leaf) !== undefined) continue;
      const { id, host, port, end } = exception;
      const grant = { id, host, port, leaf: leaf.sha256, accepted: new Set(exception.accepted), end };
      this.#byId.set(id, grant);
      const key = keyOf(host, port);
      this.#byHost.set(key, [...(this.#byHost.get(key) ?? []), grant]);
    }
  }

  /** @param now ms UTC */
  for(host: string, port: number, now: number): readonly ExceptionGrant[] {
    if (this.#byHost.size === 0) return none;
    const key = keyOf(hostKey(host), port);
    const made = this.#byHost.get(key);
    if (made === undefined) return none;
    const inForce = made.filter((grant) => this.#counts(grant, now));
    const before = this.#answered.get(key);
    if (before?.length === inForce.length && before.every((grant, index) => grant === inForce[index])) return before;
    this.#answered.set(key, inForce);
    return inForce;
  }

  /** The exception, if it counts at this moment. */
  inForce(id: string, now: number): ExceptionGrant | undefined {
    const grant = this.#byId.get(id);
    return grant !== undefined && this.#counts(grant, now) ? grant : undefined;
  }

  #counts({ id, end }: ExceptionGrant, now: number): boolean {
    return !hasEnded(end, this.#uses.of(id).used, now);
  }
}

function keyOf(host: string, port: number): string {
  return `${host} ${port}`;
}
