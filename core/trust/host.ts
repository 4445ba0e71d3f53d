import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { sameBytes } from '#core/certificate/name.ts';
import { formatIp, parseIp } from '#core/certificate/ip.ts';

/** Whether a certificate is for a host, and what it is for. */
export interface HostMatch {
  readonly matches: boolean;
  /** DNS names and IP addresses of the subjectAltName, in their order. */
  readonly offered: readonly string[];
  /** When it does not match: the offered name most like the one asked, if one is like it. */
  readonly nearest?: string;
}

/**
 * A host as addresses, certificates and patterns are compared: lower case, no brackets, no trailing dot, international names
 * as A-labels (xn--…).
 */
export function normalHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const name = (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();
  return /^[\x00-\x7f]*$/.test(name) ? name : aLabels(name);
}

/** As normalHost, and an address in its shortest form: equal for two ways to write one host. */
export function hostKey(host: string): string {
  const name = normalHost(host);
  const address = parseIp(name);
  return address === undefined ? name : formatIp(address);
}

/** By the rules that addresses follow (UTS 46, as the URL Standard has them); a name that breaks them stays as it is and matches nothing. */
function aLabels(name: string): string {
  // What would end the host of an address is no part of a name.
  if (/[\s/?#@:\\%[\]]/.test(name)) return name;
  try {
    return new URL(`https://${name}`).hostname;
  } catch {
    return name;
  }
}

/**
 * RFC 9525 §6: the host against the subjectAltName alone; the common name is not looked at.
 *
 * An IP address matches an iPAddress with the same bytes, never a DNS name that looks like it. International names are
 * compared as the A-labels (xn--…) that addresses and certificates carry.
 */
export function matchHost(certificate: Certificate, host: string): HostMatch {
  const names = extensionOf(certificate, 'subjectAltName')?.names ?? [];
  const offered = names.flatMap((name) => (name.kind === 'dns' || name.kind === 'ip' ? [name.value] : []));
  const asked = normalHost(host);
  const address = parseIp(asked);
  const matches = names.some((name) => {
    if (address !== undefined) return name.kind === 'ip' && sameBytes(name.bytes, address);
    return name.kind === 'dns' && dnsNameCovers(name.value, asked);
  });
  if (matches) return { matches, offered };
  const nearest = address === undefined ? nearestName(asked, offered) : undefined;
  return { matches, offered, ...(nearest !== undefined && { nearest }) };
}

/**
 * True when a DNS name of a certificate covers a host name: the same labels, or `*` as the whole left-most label standing
 * for exactly one (RFC 9525 §6.3).
 *
 * `*` needs two labels after it: node and OpenSSL refuse `*.com`, and what they refuse we must not call good.
 */
export function dnsNameCovers(name: string, host: string): boolean {
  // As it stands: a dot at its end is no part of a DNS name in a certificate (RFC 5280 §4.2.1.6), and makes it match nothing.
  const offered = name.toLowerCase().split('.');
  const asked = labelsOf(host);
  if (offered.length !== asked.length || asked.includes('') || offered.includes('')) return false;
  const [left, ...rest] = offered;
  if (left !== '*') return offered.every((label, index) => label === asked[index]);
  return rest.length >= 2 && rest.every((label, index) => label === asked[index + 1]);
}

function labelsOf(name: string): readonly string[] {
  return normalHost(name).split('.');
}

/** Names beyond this many are not compared: shared certificates have up to a few hundred, and a suggestion is a courtesy. */
const MAX_COMPARED = 500;
/** Longest name compared, in characters: no host name is longer (RFC 1035 §2.3.4). */
const MAX_NAME = 253;
/** What taking `*` for a label costs: little, for it stands for any, but an exact name that is as close is the better guess. */
const STAR_COST = 0.1;
/** Up to one label may differ, or be missing, for a name to be called like another; a star may stand for one more. */
const NEAR = 1 + STAR_COST;

/**
 * The name most like what was asked: fewest labels differ, then fewest letters. Undefined when more than one label differs,
 * or when one differs and nothing else is left to be alike (two names of one label).
 */
export function nearestName(asked: string, offered: readonly string[]): string | undefined {
  const wanted = labelsOf(asked);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of offered.slice(0, MAX_COMPARED)) {
    const labels = labelsOf(name);
    // A name has at most 127 labels; one with more than 20 is no near miss of anything.
    const comparable =
      name.length <= MAX_NAME &&
      labels.length <= 20 &&
      wanted.length <= 20 &&
      labels.some((label) => wanted.includes(label));
    const distance = comparable ? labelDistance(wanted, labels) : Infinity;
    if (distance <= NEAR && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Edit distance on labels: 1 for one more or less, up to 1 for a changed one by how much of it changed. */
function labelDistance(a: readonly string[], b: readonly string[]): number {
  return editDistance(a.length, b.length, (i, j) => labelCost(a[i] ?? '', b[j] ?? ''));
}

function labelCost(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '*' || b === '*') return STAR_COST;
  const letters = editDistance(a.length, b.length, (i, j) => (a[i] === b[j] ? 0 : 1));
  return Math.min(1, letters / Math.max(a.length, b.length));
}

/** Levenshtein's distance of two sequences, given the cost of taking element i of one for element j of the other. */
function editDistance(lengthA: number, lengthB: number, cost: (i: number, j: number) => number): number {
  let row = Array.from({ length: lengthB + 1 }, (_, index) => index);
  for (let i = 0; i < lengthA; i++) {
    const next = [i + 1];
    for (let j = 0; j < lengthB; j++)
      next.push(Math.min((row[j] ?? 0) + cost(i, j), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    row = next;
  }
  return row[lengthB] ?? 0;
}
