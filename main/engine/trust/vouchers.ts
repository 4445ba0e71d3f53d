import { normalHost } from '#core/trust/host.ts';
import { isPrivateHost } from '#core/trust/privateHost.ts';
import { siteOf } from '#core/trust/site.ts';
import type { Vouched } from '#core/trust/vouched.ts';
import { Bounded } from './bounded.ts';

/** Hosts whose anchors are remembered: more than anybody asks in a day; ~300 bytes each. */
const MAX_HOSTS = 2000;
/** Anchors remembered of each: a host changes its authority once in years. */
const MAX_ANCHORS = 4;
/** Authorities remembered that may be private: one company has a few; ~1 kB each. */
const MAX_AUTHORITIES = 500;
/** Hosts remembered of each, one of every site: three are named, and one is enough to wonder. */
const MAX_SITES = 10;

/**
 * Who vouched for which host, in this run and the last of those in history. It finds words for what is seen now (core/trust/diagnose.ts);
 * nobody is believed, or not, because of it.
 *
 * Hosts inside a network are not remembered: that one authority vouches for many of them is what it is for.
 */
export class Vouchers {
  readonly #anchors = new Bounded<Bounded<string>>(MAX_HOSTS);
  readonly #hosts = new Bounded<Bounded<string>>(MAX_AUTHORITIES);

  note({ host, anchor, authorities }: Vouched): void {
    if (isPrivateHost(host)) return;
    const name = normalHost(host);
    if (anchor !== undefined) into(this.#anchors, name, MAX_ANCHORS).set(anchor, anchor);
    for (const authority of authorities) into(this.#hosts, authority, MAX_SITES).set(siteOf(name), name);
  }

  /** SHA-256 of the anchors because of which the host was believed. */
  anchorsOf(host: string): readonly string[] {
    return this.#anchors.get(normalHost(host))?.values() ?? [];
  }

  /** Hosts that any of these authorities vouched for, one of every site. */
  hostsOf(authorities: readonly string[]): readonly string[] {
    return [...new Set(authorities.flatMap((authority) => this.#hosts.get(authority)?.values() ?? []))];
  }
}

function into(outer: Bounded<Bounded<string>>, key: string, limit: number): Bounded<string> {
  return outer.get(key) ?? outer.set(key, new Bounded(limit));
}
