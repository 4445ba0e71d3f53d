import { shortName } from '#core/certificate/name.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { TrustException } from '#core/trust/exception.ts';
import type { Hint } from '#core/trust/hint.ts';
import type { Identity, KeyProtection } from '#core/trust/identity.ts';
import { factsOf, fingerprintOf, keySha256Of, KeptCertificate, type Authority } from './authority.ts';
import type { CustomAnchor, TrustMaterial } from './selection.ts';
import type { ExceptionUse, StoredException, StoredHint, StoredIdentity, TrustSnapshot } from './stored.ts';

/**
 * Every anchor of every source, as the window lists them: custom first (newest first), then system, then bundled, each by
 * label. A certificate that several sources hold is listed in each; switched off by the user, it is off in all.
 */
export function listAnchors({ sources, customs, off, system, bundled }: TrustMaterial): readonly Anchor[] {
  const decisions = new Map(customs.map((anchor) => [anchor.sha256, anchor.enabled]));
  const isOn = (sha256: string) => decisions.get(sha256) ?? !off.has(sha256);
  const roots = (source: 'system' | 'bundled', authorities: Iterable<Authority>): readonly Anchor[] =>
    [...authorities]
      .map((authority) => listedRoot(authority, source, sources[source] && isOn(authority.sha256)))
      .sort(byLabel);
  return [...customs.map(listedCustom), ...roots('system', system.values()), ...roots('bundled', bundled.values())];
}

const listed = new WeakMap<CustomAnchor, Anchor>();

/** The same object for the same anchor: of 10,000 one change makes one anew. */
function listedCustom(custom: CustomAnchor): Anchor {
  const known = listed.get(custom);
  if (known !== undefined) return known;
  const { authority, trustedUntil, note } = custom;
  const made: Anchor = {
    sha256: custom.sha256,
    source: 'custom',
    label: custom.label,
    enabled: custom.enabled,
    scope: custom.scope,
    ...(trustedUntil === undefined ? {} : { trustedUntil }),
    ...(note === undefined ? {} : { note }),
    addedAt: custom.addedAt,
    origin: custom.origin,
    ...listedFacts(authority),
  };
  listed.set(custom, made);
  return made;
}

function listedRoot(authority: Authority, source: 'system' | 'bundled', enabled: boolean): Anchor {
  const { sha256, certificate } = authority;
  return { sha256, source, label: shortName(certificate.subject), enabled, scope: [], ...listedFacts(authority) };
}

type Facts = Pick<Anchor, 'keySha256' | 'subject' | 'organization' | 'key' | 'notBefore' | 'notAfter'>;

const rootFacts = new WeakMap<Authority, Facts>();

function listedFacts(authority: Authority): Facts {
  if (authority instanceof KeptCertificate) {
    const { keySha256, subject, organization, key, notBefore, notAfter } = authority.facts;
    return { keySha256, subject, organization, key, notBefore, notAfter };
  }
  const known = rootFacts.get(authority);
  if (known !== undefined) return known;
  const made = { keySha256: keySha256Of(authority.certificate), ...factsOf(authority.certificate) };
  rootFacts.set(authority, made);
  return made;
}

/** Independent of the machine's language, so that lists and tests agree everywhere. */
const order = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

function byLabel(a: Anchor, b: Anchor): number {
  return order.compare(a.label, b.label) || (a.sha256 < b.sha256 ? -1 : 1);
}

type Certificates = TrustSnapshot['certificates'];

export function listHints(hints: readonly StoredHint[], certificates: Certificates): readonly Hint[] {
  return hints.map((hint) => {
    const { issuer, organization, key, notBefore, notAfter } = keptIn(certificates, hint.sha256).facts;
    return { ...hint, issuer, organization, key, notBefore, notAfter };
  });
}

/** Newest first, with what became of each. */
export function listExceptions(
  exceptions: readonly StoredException[],
  certificates: Certificates,
  useOf: (id: string) => ExceptionUse,
): readonly TrustException[] {
  return exceptions
    .map((exception): TrustException => {
      const { subject, notAfter } = keptIn(certificates, exception.leaf).facts;
      return { ...exception, subject, notAfter, ...useOf(exception.id) };
    })
    .sort((a, b) => b.addedAt - a.addedAt);
}

/** Where the private key of an identity is. */
export type ProtectionOf = (id: string, sealed?: { readonly bytes: Uint8Array; readonly by: string }) => KeyProtection;

export function listIdentities(
  identities: readonly StoredIdentity[],
  certificates: Certificates,
  protectionOf: ProtectionOf,
): readonly Identity[] {
  return identities.map((identity): Identity => {
    const { id, label, enabled, hosts, note, addedAt, origin, sealedKey, sealedBy } = identity;
    const chain = identity.chain.map(fingerprintOf);
    const { subject, issuer, key, notBefore, notAfter } = keptIn(certificates, chain[0] ?? '').facts;
    return {
      ...{ id, label, enabled, hosts, addedAt, origin, chain },
      ...(note === undefined ? {} : { note }),
      ...{ subject, issuer, key, notBefore, notAfter },
      protection:
        sealedKey === undefined && sealedBy !== undefined
          ? { kind: 'missing', reason: 'Its key was wiped a day after it was removed.' }
          : protectionOf(id, sealedKey === undefined ? undefined : { bytes: sealedKey, by: sealedBy ?? '' }),
    };
  });
}

function keptIn(certificates: Certificates, sha256: string): KeptCertificate {
  const certificate = certificates.get(sha256);
  if (certificate === undefined) throw new Error(`The certificate ${sha256} is gone.`);
  return certificate;
}
