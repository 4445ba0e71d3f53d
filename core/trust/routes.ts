import { canonicalName } from '#core/certificate/name.ts';
import type { KnownCertificate } from './anchors.ts';
import { Heap } from './heap.ts';
import { keyIdsAgree } from './keyId.ts';
import { isSame, keyIdRank, type FoundPath, type Links, type Pool } from './search.ts';

/** Most certificates put on paths in one search. */
const MAX_STEPS = 4000;
/** Longest path, in certificates: OpenSSL stops at 100 intermediates. */
const MAX_LENGTH = 102;
/** What a fault costs: more than any path is long. */
export const FAULT_COST = 1_000;

/**
 * Paths to an anchor with good signatures, the most promising first: the fewest faults, then the shortest.
 *
 * Before any signature is verified, each name learns how far it is from an anchor at best and how many faults lie on the way
 * (Dijkstra over names). So a good path is walked straight, whatever else was sent beside it: cross-signed authorities by the
 * dozen, dead ends, certificates that issue each other. What no anchor can be reached from is never looked at.
 *
 * @param weightOf what an issuer costs on any path from this leaf: 1, and FAULT_COST for each fault that is plain to see
 */
export function* routesToAnchors(
  leaf: KnownCertificate,
  pool: Pool,
  weightOf: (issuer: KnownCertificate) => number,
  links: Links,
): Generator<FoundPath> {
  const own = pool.anchors.bySha256.get(leaf.sha256);
  if (own !== undefined) yield { chain: [leaf], broken: [], anchor: own };
  const rest = distances(leaf, pool, weightOf);
  const heap = new Heap<Step>();
  const expand = (below: Step | undefined, top: KnownCertificate, spent: number): void => {
    for (const candidate of pool.issuersOf(top)) {
      const isAnchor = pool.anchors.bySha256.has(candidate.sha256);
      const ahead = isAnchor ? 0 : (rest.get(canonicalName(candidate.certificate.issuer)) ?? Infinity);
      if (ahead === Infinity || stands(below, candidate) || isSame(leaf, candidate)) continue;
      const cost = spent + weightOf(candidate);
      // The key that is named first, then those nearer to an anchor; both only decide between equals.
      const doubt = keyIdRank[keyIdsAgree(top.certificate, candidate.certificate)] / 10_000 + ahead / 10_000_000;
      heap.push(
        { known: candidate, child: top, below, spent: cost, length: (below?.length ?? 1) + 1 },
        cost + ahead + doubt,
      );
    }
  };
  expand(undefined, leaf, 0);
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const step = heap.pop();
    if (step === undefined) return;
    if (!links.verified(step.child, step.known)) continue;
    const anchor = pool.anchors.bySha256.get(step.known.sha256);
    if (anchor !== undefined) yield { chain: chainOf(leaf, step), broken: [], anchor };
    else if (step.length < MAX_LENGTH) expand(step, step.known, step.spent);
  }
}

/** A certificate put on a path above another. */
interface Step {
  readonly known: KnownCertificate;
  /** Whom it is thought to have issued. */
  readonly child: KnownCertificate;
  readonly below: Step | undefined;
  /** What the path costs so far. */
  readonly spent: number;
  /** Certificates on the path, with the leaf. */
  readonly length: number;
}

function stands(below: Step | undefined, candidate: KnownCertificate): boolean {
  for (let step = below; step !== undefined; step = step.below) if (isSame(step.known, candidate)) return true;
  return false;
}

function chainOf(leaf: KnownCertificate, last: Step): readonly KnownCertificate[] {
  const chain: KnownCertificate[] = [];
  for (let step: Step | undefined = last; step !== undefined; step = step.below) chain.unshift(step.known);
  return [leaf, ...chain];
}

/** What it costs at least to get to an anchor from a certificate that this name issued, for every name above the leaf. */
function distances(
  leaf: KnownCertificate,
  pool: Pool,
  weightOf: (issuer: KnownCertificate) => number,
): ReadonlyMap<string, number> {
  const above = new Map<string, { readonly name: string; readonly weight: number }[]>();
  const heap = new Heap<string>();
  const best = new Map<string, number>();
  const reach = (name: string, cost: number) => {
    if (cost >= (best.get(name) ?? Infinity)) return;
    best.set(name, cost);
    heap.push(name, cost);
  };
  const waiting = [leaf];
  const seen = new Set<string>();
  for (let child = waiting.pop(); child !== undefined; child = waiting.pop()) {
    const name = canonicalName(child.certificate.issuer);
    if (seen.has(name)) continue;
    seen.add(name);
    for (const issuer of pool.issuersOf(child)) {
      const weight = weightOf(issuer);
      if (pool.anchors.bySha256.has(issuer.sha256)) reach(name, weight);
      else {
        const from = canonicalName(issuer.certificate.issuer);
        const edges = above.get(from);
        if (edges === undefined) above.set(from, [{ name, weight }]);
        else edges.push({ name, weight });
        waiting.push(issuer);
      }
    }
  }
  for (let name = heap.pop(); name !== undefined; name = heap.pop())
    for (const edge of above.get(name) ?? []) reach(edge.name, (best.get(name) ?? Infinity) + edge.weight);
  return best;
}
