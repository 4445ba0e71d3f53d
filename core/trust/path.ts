import { extensionOf } from '#core/certificate/certificate.ts';
import { shortName } from '#core/certificate/name.ts';
import { daysLeft } from '#core/certificate/validity.ts';
import { anchorsElsewhere, type KnownCertificate, type PathAnchor, type PathAnchors } from './anchors.ts';
import { about, checkCertificates, checkHost, plainFaults } from './check.ts';
import type { Distrust } from './distrust.ts';
import { hintsFor } from './hint.ts';
import type { Profile } from './profile.ts';
import { FAULT_COST, routesToAnchors } from './routes.ts';
import {
  isSelfIssued,
  isSelfSigned,
  Links,
  Pool,
  searchPaths,
  type FoundPath,
  type VerifySignature,
} from './search.ts';
import { blocks, type Finding } from './verdict.ts';

/** A certificate the server sent that could not be decoded. */
export interface UnreadableCertificate {
  readonly sha256: string;
  readonly reason: string;
}

export interface PathInput {
  /** In the order they were sent; the first is the server's. */
  readonly sent: readonly (KnownCertificate | UnreadableCertificate)[];
  /** As asked: a DNS name, or an IP address with or without brackets. Absent: for which host is not asked, any name is right. */
  readonly host?: string;
  /** Of the server; only for words about scopes that name one. */
  readonly port?: number;
  /** Intermediates known from elsewhere that may complete a path, as if they had been sent. Never anchors. */
  readonly hints?: readonly KnownCertificate[];
  /** Why a certificate is refused wherever it appears; undefined when it is not. Default: none is. */
  readonly refused?: (certificate: KnownCertificate) => Distrust | undefined;
  /** Would be anchors, were they not refused: they explain a refusal, never lift it. */
  readonly refusedAnchors?: readonly PathAnchor[];
  readonly anchors: PathAnchors;
  /** ms UTC. */
  readonly now: number;
  /** How much of what only those who issue must keep to is named too. Default: 'relied-on'. */
  readonly profile?: Profile;
}

export interface PathResult {
  /** SHA-256, leaf → anchor, every signature verified; empty when there is no such path. It may still have findings. */
  readonly path: readonly string[];
  /** The best chain, leaf first, as far as it goes; proven or not. Empty when the server's own certificate cannot be read. */
  readonly chain: readonly KnownCertificate[];
  readonly anchor?: PathAnchor;
  /** Errors first, then by their place on the path. Without an error the server is believed. */
  readonly findings: readonly Finding[];
  /** When the first certificate on the path expires, ms UTC; absent without a path. */
  readonly goodUntil?: number;
}

/** From this many days on an expiry is announced. Let's Encrypt renews 90-day certificates at 30 days left. */
const SOON_DAYS = 30;

/**
 * Whether a server's certificates prove that it is the host that was asked, judged by us and not by the TLS library
 * (RFC 5280 §6, RFC 9525): the best path from the server's certificate to an anchor, and *all* that is wrong with it.
 *
 * Of several paths, one without errors wins, then the one with the fewest, then one of what was sent alone, then the shortest.
 * Anchors are checked like every certificate: dates, CA bit, constraints. What is refused is refused wherever it appears, also
 * beside the path. Work is bounded whatever is sent; nothing is fetched.
 *
 * @param verify does the mathematics: node:crypto in the main process
 */
export function checkPath(input: PathInput, verify: VerifySignature): PathResult {
  const unreadable = input.sent.flatMap((sent, index) => ('reason' in sent ? [{ ...sent, index }] : []));
  const sent = input.sent.flatMap((one) => ('reason' in one ? [] : [one]));
  const [first] = input.sent;
  const leaf = first !== undefined && 'certificate' in first ? first : undefined;
  if (leaf === undefined) return { path: [], chain: [], findings: withoutLeaf(unreadable) };
  const links = new Links(verify);
  const atHost = input.host === undefined ? [] : checkHost(leaf, input.host);
  const asked = { ...input, hints: hintsFor(input.hints ?? [], sent), atHost };
  const { found, findings: faults, end } = judged(leaf, sent, asked, links);
  const { chain, anchor } = found;
  const trusted = anchor !== undefined && found.broken.length === 0 && end.length === 0;
  const beside = refusals(sent, input);
  const proven = trusted && !faults.some(blocks) && beside.length === 0;
  const findings = inOrder([
    ...faults,
    ...end,
    ...beside,
    ...unreadable.map((one) => unreadableFinding(one, proven ? 'warning' : 'error')),
    ...(trusted || !links.gaveUp ? [] : [gaveUp]),
    ...soonFinding(leaf, input.now),
    ...gapFindings(sent, found),
    ...orderFindings(leaf, sent, found, links),
  ]);
  if (!trusted) return { path: [], chain, findings };
  const goodUntil = Math.min(...chain.map(({ certificate }) => certificate.notAfter));
  return { path: chain.map(({ sha256 }) => sha256), chain, anchor, findings, goodUntil };
}

/** With what is wrong with the leaf for this host, found once for all paths. */
interface Asked extends PathInput {
  readonly atHost: readonly Finding[];
}

/** The best path with its faults, and why nobody trusted stands at its end, if so. */
function judged(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  input: Asked,
  links: Links,
): Checked & { readonly end: readonly Finding[] } {
  const best = bestPath(leaf, sent, input, links);
  const { anchor, broken } = best.found;
  if (anchor !== undefined && broken.length === 0) return { ...best, end: [] };
  const explained = pathToRefused(leaf, sent, input, links) ?? pathOutOfScope(leaf, sent, input, links);
  if (explained !== undefined) return explained;
  return { ...best, end: anchor === undefined ? explainEnd(leaf, sent, best.found, input, links) : [] };
}

function withoutLeaf(unreadable: readonly UnreadableCertificate[]): readonly Finding[] {
  if (unreadable.length > 0) return unreadable.map((one) => unreadableFinding(one, 'error'));
  return [{ kind: 'malformed', severity: 'error', reason: 'the server sent no certificate' }];
}

function unreadableFinding({ sha256, reason }: UnreadableCertificate, severity: 'error' | 'warning'): Finding {
  return { kind: 'malformed', severity, certificate: sha256, reason };
}

interface Checked {
  readonly found: FoundPath;
  readonly findings: readonly Finding[];
}

function bestPath(leaf: KnownCertificate, sent: readonly KnownCertificate[], input: Asked, links: Links): Checked {
  const pool = new Pool(sent, input.anchors, input.hints);
  const weightOf = weights(leaf, sent, input);
  const proven = bestOf(routesToAnchors(leaf, pool, weightOf, links), input, links);
  // Without a path to an anchor all that there is has to be looked through, to say where it ends.
  const best = proven ?? bestOf(searchPaths({ leaf, pool }, weightOf, links), input, links);
  // A search always ends in at least the leaf alone; the fallback is for the compiler.
  return best ?? { found: { chain: [leaf], broken: [] }, findings: [] };
}

/** Most whole paths checked: each of a hundred certificates may be allowed by all but the last. */
const MAX_PATHS = 200;

/** The first without errors, else the one that costs least. */
function bestOf(paths: Iterable<FoundPath>, input: Asked, links: Links): Checked | undefined {
  let best: (Checked & { readonly cost: number }) | undefined;
  let count = 0;
  for (const found of paths) {
    const findings = [...checkCertificates(found, input), ...refusals(found.chain, input)];
    const cost = costOf(found, findings, links);
    if (best === undefined || cost < best.cost) best = { found, findings, cost };
    if ((found.anchor !== undefined && !findings.some(blocks)) || ++count === MAX_PATHS) break;
  }
  return best;
}

/** What it costs that a certificate was not sent: more than any path is long, less than a fault. Others have only what was sent. */
const HINT_COST = 200;

/** What an issuer costs on any path from this leaf, worked out once. */
function weights(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  input: PathInput,
): (issuer: KnownCertificate) => number {
  const known = new Map<string, number>();
  const came = new Set(sent.map(({ sha256 }) => sha256));
  return (issuer) => {
    const weight = known.get(issuer.sha256) ?? weigh(issuer);
    known.set(issuer.sha256, weight);
    return weight;
  };
  function weigh(issuer: KnownCertificate): number {
    const isAnchor = input.anchors.bySha256.has(issuer.sha256);
    const faults = plainFaults(issuer, leaf, isAnchor, input) + (input.refused?.(issuer) === undefined ? 0 : 1);
    return 1 + (isAnchor || came.has(issuer.sha256) ? 0 : HINT_COST) + FAULT_COST * faults;
  }
}

/** The certificates among these that the user refuses. */
function refusals(certificates: readonly KnownCertificate[], { refused }: PathInput): readonly Finding[] {
  if (refused === undefined) return [];
  return certificates.flatMap((known) => {
    const by = refused(known);
    return by === undefined ? [] : [refusal(known, by)];
  });
}

function refusal(known: KnownCertificate, { kind, label }: Distrust): Finding {
  return { kind: 'distrusted', severity: 'error', ...about(known), by: kind, label };
}

/** The path to an anchor that would have completed it, were it not refused. */
function pathToRefused(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  input: Asked,
  links: Links,
): (Checked & { readonly end: readonly Finding[] }) | undefined {
  const { refused, refusedAnchors = [] } = input;
  if (refused === undefined || refusedAnchors.length === 0) return undefined;
  const asked = { ...input, anchors: anchorsElsewhere({ ...input.anchors, outOfScope: refusedAnchors }) };
  const best = bestOf(routesOf(leaf, sent, asked, links), asked, links);
  const anchor = best?.found.anchor;
  const by = anchor && refused(anchor);
  return best === undefined || anchor === undefined || by === undefined
    ? undefined
    : { ...best, end: [refusal(anchor, by)] };
}

/** Paths from the leaf to the anchors asked for. */
function routesOf(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  input: Asked,
  links: Links,
): Iterable<FoundPath> {
  const pool = new Pool(sent, input.anchors, input.hints);
  return routesToAnchors(leaf, pool, weights(leaf, sent, input), links);
}

/** Lower is better: an anchor reached by good signatures, then a chain to its own root, then the longest, then the fewest faults. */
function costOf(found: FoundPath, findings: readonly Finding[], links: Links): number {
  const errors = findings.filter(blocks).length;
  const unproven = found.broken.length > 0 ? 2_000_000 : 0;
  if (found.anchor !== undefined) return unproven + errors;
  const top = found.chain[found.chain.length - 1];
  const rooted = top !== undefined && isSelfSigned(top, links) ? 0 : 100_000;
  return 1_000_000 + unproven + rooted + errors * 100 - found.chain.length;
}

/** Why the chain ends without anyone trusted: exactly one error for one fault, and the missing root where it is known too. */
function explainEnd(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  found: FoundPath,
  input: PathInput,
  links: Links,
): readonly Finding[] {
  const top = found.chain[found.chain.length - 1] ?? leaf;
  if (isSelfSigned(top, links))
    return top === leaf ? [{ kind: 'self-signed', severity: 'error', ...about(leaf) }] : [untrustedRoot(top)];
  const issuer = shortName(top.certificate.issuer);
  const caIssuers = extensionOf(top.certificate, 'authorityInfoAccess')?.caIssuers ?? [];
  // Sent apart from the chain, a root shows where it was meant to end: the gap and the unknown root are two faults.
  const stray = strayRoot(sent, found, input.anchors, links);
  const alsoUntrusted = stray === undefined ? [] : [untrustedRoot(stray)];
  // A chain that reaches an intermediate is complete as far as anyone can see: servers need not send their root
  // (RFC 8446 §4.4.2), so what is missing above it is most likely a private root, wherever the AIA says it is found.
  if (top === leaf || stray !== undefined)
    return [{ kind: 'incomplete-chain', severity: 'error', ...about(top), issuer, caIssuers }, ...alsoUntrusted];
  return [{ kind: 'unknown-issuer', severity: 'error', ...about(top), issuer, root: false }];
}

function untrustedRoot(root: KnownCertificate): Finding {
  return {
    kind: 'unknown-issuer',
    severity: 'error',
    ...about(root),
    issuer: shortName(root.certificate.subject),
    root: true,
  };
}

/** The last certificate sent, when it is a root that nobody trusts and that the chain does not reach. */
function strayRoot(
  sent: readonly KnownCertificate[],
  { chain }: FoundPath,
  anchors: PathAnchors,
  links: Links,
): KnownCertificate | undefined {
  const last = sent[sent.length - 1];
  if (last === undefined || chain.some(({ sha256 }) => sha256 === last.sha256) || anchors.bySha256.has(last.sha256))
    return undefined;
  return extensionOf(last.certificate, 'basicConstraints')?.ca === true && isSelfSigned(last, links) ? last : undefined;
}

/** The path to a custom anchor that would have completed it, but is not for this host. */
function pathOutOfScope(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  input: Asked,
  links: Links,
): (Checked & { readonly end: readonly Finding[] }) | undefined {
  const { anchors, host, port } = input;
  if (host === undefined || anchors.outOfScope.length === 0) return undefined;
  const scoped = { ...input, anchors: anchorsElsewhere(anchors) };
  const best = bestOf(routesOf(leaf, sent, scoped, links), scoped, links);
  if (best?.found.anchor === undefined) return undefined;
  const { scope, label } = best.found.anchor;
  return {
    ...best,
    end: [
      {
        kind: 'out-of-scope',
        severity: 'error',
        ...about(best.found.anchor),
        host,
        ...(port !== undefined && { port }),
        scope,
        label,
      },
    ],
  };
}

function soonFinding(leaf: KnownCertificate, now: number): readonly Finding[] {
  const { notAfter } = leaf.certificate;
  const days = daysLeft(notAfter, now);
  if (days < 0 || days > SOON_DAYS) return [];
  return [{ kind: 'expires-soon', severity: 'warning', ...about(leaf), notAfter, days }];
}

const gaveUp: Finding = {
  kind: 'malformed',
  severity: 'error',
  reason: 'the certificates can be combined in so many ways that the search for a path was given up',
};

/** Where the server left something out that we had from elsewhere: other clients have not. */
function gapFindings(sent: readonly KnownCertificate[], { chain, anchor }: FoundPath): readonly Finding[] {
  const came = new Set(sent.map(({ sha256 }) => sha256));
  return chain.flatMap((known, index): readonly Finding[] => {
    const below = chain[index - 1];
    if (below === undefined || came.has(known.sha256) || known.sha256 === anchor?.sha256) return [];
    // A root is left out by right (RFC 8446 §4.4.2).
    if (isSelfIssued(known.certificate)) return [];
    const caIssuers = extensionOf(below.certificate, 'authorityInfoAccess')?.caIssuers ?? [];
    const issuer = shortName(below.certificate.issuer);
    return [{ kind: 'incomplete-chain', severity: 'warning', ...about(below), issuer, caIssuers }];
  });
}

/** What the order and the number of sent certificates say about the server's configuration (RFC 8446 §4.4.2). */
function orderFindings(
  leaf: KnownCertificate,
  sent: readonly KnownCertificate[],
  { chain }: FoundPath,
  links: Links,
): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let highest = 0;
  for (const known of sent) {
    const place = chain.findIndex(({ sha256 }) => sha256 === known.sha256);
    const repeated = seen.has(known.sha256);
    seen.add(known.sha256);
    const isRoot = known !== leaf && !repeated && isSelfSigned(known, links);
    const onPath = place >= 0 && !repeated;
    if (isRoot && (onPath || known === sent[sent.length - 1]))
      findings.push({ kind: 'root-sent', severity: 'note', ...about(known) });
    else if (!onPath) findings.push({ kind: 'extra-certificate', severity: 'note', ...about(known) });
    if (onPath && place < highest && !findings.some(({ kind }) => kind === 'chain-disorder'))
      findings.push({ kind: 'chain-disorder', severity: 'warning', ...about(known) });
    if (onPath) highest = Math.max(highest, place);
  }
  return findings;
}

const rank = { error: 0, warning: 1, note: 2 } as const;

/** Errors first; within a severity in the order they were found, which is the path's. Nothing is said twice. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...unique.values()].sort((a, b) => rank[a.severity] - rank[b.severity]);
}
