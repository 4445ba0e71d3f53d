import type { Certificate, PublicKey } from '#core/certificate/certificate.ts';
import { validityAt } from '#core/certificate/validity.ts';
import { comparableName, comparableNameOf } from './authorityName.ts';
import { covers, parsePattern, type HostPattern } from './pattern.ts';

/** What a choice needs to know of an identity. */
export interface ChoosableIdentity {
  readonly id: string;
  readonly enabled: boolean;
  readonly hosts: readonly string[];
  /** ms UTC. */
  readonly addedAt: number;
  /** Leaf first; at least one. */
  readonly chain: readonly Certificate[];
}

/** What a server said about the client certificate it wants, and where it stands; as in `TlsReport.clientAuth`. */
export interface IdentityWish {
  readonly host: string;
  readonly port: number;
  /** RFC 4514; empty: any. */
  readonly authorities: readonly string[];
  /** IANA names; empty: not said (before TLS 1.2). */
  readonly signatureSchemes: readonly string[];
  /** IANA names; absent in TLS 1.3. */
  readonly certificateTypes?: readonly string[];
}

export interface FittingIdentity<T extends ChoosableIdentity = ChoosableIdentity> {
  readonly identity: T;
  /** The one of its patterns that covers the host most narrowly. */
  readonly pattern: string;
  readonly validity: 'valid' | 'expired' | 'not-yet-valid';
}

/** Why an identity is not for this server. */
export type IdentityMisfit = 'off' | 'other-hosts' | 'other-authorities' | 'other-algorithms';

/**
 * The identities that may be shown to a server, the one to show at the head.
 *
 * Order: in date before expired or not yet valid (a server may refuse those, RFC 8446 §4.4.2.4, so they are shown only when
 * nothing better fits); then by the narrowest pattern: name with port, name, one label, every depth, network; then the one
 * added last; then by id, so that the same question always has the same answer.
 *
 * @param now ms UTC
 */
export function fittingIdentities<T extends ChoosableIdentity>(
  identities: readonly T[],
  wish: IdentityWish,
  now: number,
): readonly FittingIdentity<T>[] {
  return identities
    .flatMap((identity) => {
      const pattern = narrowest(identity, wish);
      if (pattern === undefined || misfitOf(identity, wish) !== undefined) return [];
      const [leaf] = identity.chain;
      return leaf === undefined ? [] : [{ identity, pattern, validity: validityAt(leaf, now) }];
    })
    .sort(
      (a, b) =>
        Number(a.validity !== 'valid') - Number(b.validity !== 'valid') ||
        breadth(a.pattern) - breadth(b.pattern) ||
        b.identity.addedAt - a.identity.addedAt ||
        (a.identity.id < b.identity.id ? -1 : 1),
    )
    .map(({ identity, pattern, validity }) => ({ identity, pattern: pattern.text, validity }));
}

/** The first reason against it; undefined when it fits. */
export function misfitOf(identity: ChoosableIdentity, wish: IdentityWish): IdentityMisfit | undefined {
  if (narrowest(identity, wish) === undefined) return 'other-hosts';
  if (!identity.enabled) return 'off';
  if (!wasIssuedByOneOf(identity.chain, wish.authorities)) return 'other-authorities';
  const [leaf] = identity.chain;
  return leaf === undefined || !canSign(leaf.publicKey, wish) ? 'other-algorithms' : undefined;
}

interface CoveringPattern {
  readonly text: string;
  readonly pattern: HostPattern;
}

function narrowest({ hosts }: ChoosableIdentity, { host, port }: IdentityWish): CoveringPattern | undefined {
  return hosts
    .flatMap((text) => {
      const parsed = parsePattern(text);
      return parsed.ok && covers(parsed.value, host, port) ? [{ text, pattern: parsed.value }] : [];
    })
    .sort((a, b) => breadth(a) - breadth(b))[0];
}

/** A single address is as narrow as a name. */
const kindRank = { name: 0, 'one-label': 1, 'every-depth': 2, network: 3 } as const;

/** Smaller is narrower: by kind, then with a port before without, then by how much of the host the pattern spells out. */
function breadth({ pattern }: CoveringPattern): number {
  const rank =
    pattern.kind === 'network' && pattern.prefix === pattern.bytes.length * 8 ? kindRank.name : kindRank[pattern.kind];
  const spelt =
    pattern.kind === 'network' ? pattern.prefix : pattern.kind === 'name' ? pattern.name.length : pattern.parent.length;
  return rank * 10_000 + (pattern.port === undefined ? 1000 : 0) - spelt;
}

/**
 * Whether any certificate of the chain was issued by an authority that the server named (RFC 8446 §4.2.4, RFC 5246 §7.4.4: the
 * names may be those of roots or of authorities below them). A server that names none takes any.
 */
function wasIssuedByOneOf(chain: readonly Certificate[], authorities: readonly string[]): boolean {
  if (authorities.length === 0) return true;
  const asked = new Set(authorities.map(comparableName));
  return chain.some(({ issuer }) => asked.has(comparableNameOf(issuer)));
}

/** Whether the key can make a signature that the server would take. */
function canSign(key: PublicKey, { signatureSchemes, certificateTypes }: IdentityWish): boolean {
  const type = certificateTypes === undefined ? undefined : typeOf(key);
  if (certificateTypes !== undefined && (type === undefined || !certificateTypes.includes(type))) return false;
  if (signatureSchemes.length === 0) return true;
  const isTls13 = certificateTypes === undefined;
  return signatureSchemes.some((scheme) => signs(key, scheme, isTls13 ? 'tls13' : 'tls12'));
}

/** RFC 5246 §7.4.4; RFC 8422 §5.5 has EdDSA under ecdsa_sign as well. */
function typeOf({ type }: PublicKey): string | undefined {
  if (type === 'RSA' || type === 'RSA-PSS') return 'rsa_sign';
  if (type === 'EC' || type === 'Ed25519' || type === 'Ed448') return 'ecdsa_sign';
  return type === 'DSA' ? 'dss_sign' : undefined;
}

/** In TLS 1.3 a scheme binds the curve, and PKCS#1 signs no handshake any more (RFC 8446 §4.2.3). */
function signs({ type, curve }: PublicKey, scheme: string, version: 'tls12' | 'tls13'): boolean {
  switch (type) {
    case 'RSA':
      return scheme.startsWith('rsa_pss_rsae_') || (version === 'tls12' && scheme.startsWith('rsa_pkcs1_'));
    case 'RSA-PSS':
      return scheme.startsWith('rsa_pss_pss_');
    case 'EC':
      return version === 'tls12' ? scheme.startsWith('ecdsa_') : scheme.startsWith(`ecdsa_${curve ?? 'none'}`);
    case 'DSA':
      return scheme.startsWith('dsa_');
    default:
      return scheme === type.toLowerCase().replaceAll('-', '');
  }
}
