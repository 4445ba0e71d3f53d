/*
 * What the trust store must decide, written down a second time and as plainly as possible: no file, no index, no revision. It knows
 * certificates by short names and is told in a table which host a pattern covers.
 */

export type End = 'once' | 'session' | 'forever' | number;

export interface ModelAnchor {
  readonly enabled: boolean;
  readonly scope: readonly string[];
  readonly until?: number | undefined;
}

export interface ModelException {
  readonly id: string;
  readonly leaf: string;
  readonly accepted: readonly string[];
  readonly end: End;
  used: number;
}

/** What of the certificates never changes. */
export interface World {
  /** Key of each certificate, by name: twins share one. */
  readonly keys: Readonly<Record<string, string>>;
  readonly lists: { readonly system: readonly string[]; readonly bundled: readonly string[] };
  /** 'host:port' that each pattern covers. */
  readonly covers: Readonly<Record<string, readonly string[]>>;
}

/** A server's certificates, and every way from its leaf to a certificate that could be an anchor. */
export interface ModelChain {
  readonly sent: readonly string[];
  readonly paths: readonly (readonly string[])[];
}

export class Model {
  readonly world: World;
  now: number;
  readonly sources = { system: true, bundled: true };
  readonly anchors = new Map<string, ModelAnchor>();
  readonly hints = new Set<string>();
  readonly refusedCertificates = new Set<string>();
  readonly refusedKeys = new Set<string>();
  readonly off = new Set<string>();
  readonly exceptions = new Map<string, ModelException>();
  readonly removedAnchors = new Map<string, ModelAnchor>();
  readonly removedHints = new Set<string>();
  readonly removedRefusals = new Set<string>();
  readonly removedExceptions = new Map<string, ModelException>();

  constructor(world: World, now: number) {
    this.world = world;
    this.now = now;
  }

  isRefused(name: string): boolean {
    return this.refusedCertificates.has(name) || this.refusedKeys.has(this.world.keys[name] ?? '');
  }

  isAnchor(name: string, server: string): boolean {
    const custom = this.anchors.get(name);
    if (custom !== undefined) {
      if (!custom.enabled || (custom.until !== undefined && this.now > custom.until)) return false;
      return custom.scope.length === 0 || custom.scope.some((pattern) => this.world.covers[pattern]?.includes(server));
    }
    if (this.off.has(name)) return false;
    const { lists } = this.world;
    return (
      (this.sources.system && lists.system.includes(name)) || (this.sources.bundled && lists.bundled.includes(name))
    );
  }

  isTrusted({ sent, paths }: ModelChain, server: string): boolean {
    if (sent.some((name) => this.isRefused(name))) return false;
    return paths.some((path) => {
      const anchor = path.at(-1) ?? '';
      const between = path.slice(0, -1);
      return (
        this.isAnchor(anchor, server) &&
        path.every((name) => !this.isRefused(name)) &&
        between.every((name) => sent.includes(name) || this.hints.has(name))
      );
    });
  }

  isInForce({ leaf, end, used }: ModelException): boolean {
    if (this.isRefused(leaf) || (end === 'once' && used > 0)) return false;
    return typeof end !== 'number' || this.now <= end;
  }

  /** Whether an exception lets the chain pass, given what is wrong with it. */
  isExcepted({ sent: [leaf = ''] }: ModelChain, server: string, faults: ReadonlySet<string>): boolean {
    const exception = this.exceptions.get(server);
    if (exception === undefined || exception.leaf !== leaf || !this.isInForce(exception)) return false;
    return faults.size > 0 && [...faults].every((fault) => exception.accepted.includes(fault));
  }

  /** What was for once or for this run is gone, also what was removed of it. */
  restart(): void {
    const isFleeting = ({ end }: ModelException) => end === 'once' || end === 'session';
    for (const [server, exception] of this.exceptions) if (isFleeting(exception)) this.exceptions.delete(server);
    for (const [id, exception] of this.removedExceptions) if (isFleeting(exception)) this.removedExceptions.delete(id);
  }
}
