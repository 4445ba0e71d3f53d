import { parseIp } from '#core/certificate/ip.ts';
import { normalHost } from '#core/trust/host.ts';
import { covers, type HostPattern } from '#core/trust/pattern.ts';

/** Something with a scope: for these hosts, or with no pattern for all. */
export interface Scoped {
  readonly scope: readonly string[];
  readonly patterns: readonly HostPattern[];
}

/**
 * Finds which of many scopes cover a host without asking each: a host has a handful of names above it, and addresses a handful
 * of lengths of prefixes. What the index proposes is still asked: `covers` decides, never the index.
 */
export class ScopeIndex<T extends Scoped> {
  readonly #everywhere: T[] = [];
  readonly #names = new Map<string, T[]>();
  readonly #networks = new Map<number, Map<string, T[]>>();

  constructor(scoped: Iterable<T>) {
    for (const one of scoped) {
      if (one.scope.length === 0) this.#everywhere.push(one);
      for (const pattern of one.patterns) this.#put(pattern, one);
    }
  }

  /** Those that cover it, each once; in no order that means anything. */
  covering(host: string, port: number): ReadonlySet<T> {
    const found = new Set(this.#everywhere);
    for (const one of this.#proposed(normalHost(host)))
      if (!found.has(one) && one.patterns.some((pattern) => covers(pattern, host, port))) found.add(one);
    return found;
  }

  #put(pattern: HostPattern, one: T): void {
    switch (pattern.kind) {
      case 'name':
        return append(this.#names, pattern.name, one);
      case 'one-label':
      case 'every-depth':
        return append(this.#names, `.${pattern.parent}`, one);
      case 'network': {
        const networks = this.#networks.get(pattern.prefix) ?? new Map<string, T[]>();
        this.#networks.set(pattern.prefix, networks);
        return append(networks, networkKey(pattern.bytes, pattern.prefix), one);
      }
    }
  }

  *#proposed(name: string): Iterable<T> {
    const address = parseIp(name);
    if (address !== undefined) {
      for (const [prefix, networks] of this.#networks)
        if (prefix <= address.length * 8) yield* networks.get(networkKey(address, prefix)) ?? [];
      return;
    }
    yield* this.#names.get(name) ?? [];
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1))
      yield* this.#names.get(name.slice(dot)) ?? [];
  }
}

function append<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}

/** The address as far as the prefix goes; of four bytes and of sixteen it never is the same. */
function networkKey(bytes: Uint8Array, prefix: number): string {
  const kept = bytes.map((byte, index) => byte & (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))));
  return kept.join();
}
