import { createHash } from 'node:crypto';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { sameBytes, sameName, shortName } from '#core/certificate/name.ts';
import { toPem } from '#core/certificate/pem.ts';
import { isWeakSignature, weaknessOf } from '#core/certificate/strength.ts';
import type { AnchorOrigin, TrustState } from '#core/trust/anchor.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';
import { permittedHosts } from '#core/trust/permittedHosts.ts';
import { factsOf } from '#main/engine/trust/authority.ts';
import { refusalOf } from '#main/engine/trust/candidate.ts';
import type { FoundCertificate } from '#main/engine/trust/read.ts';

/** What is decided already, for saying of each certificate where it is present. */
export interface Present {
  readonly customs: ReadonlyMap<string, { readonly label: string; readonly scope: readonly string[] }>;
  readonly system: ReadonlySet<string>;
  readonly bundled: ReadonlySet<string>;
  readonly hints: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  readonly refusedKeys: ReadonlySet<string>;
}

/** @param state undefined when the trust file is damaged: then nothing is known, and nothing can be added either */
export function presentIn(state: TrustState | undefined): Present {
  const anchors = state?.anchors ?? [];
  const of = (source: 'system' | 'bundled') =>
    new Set(anchors.flatMap((anchor) => (anchor.source === source ? [anchor.sha256] : [])));
  const refused = (kind: 'certificate' | 'key') =>
    new Set((state?.distrusted ?? []).flatMap((one) => (one.kind === kind ? [one.sha256] : [])));
  return {
    customs: new Map(
      anchors.flatMap(({ source, sha256, label, scope }) =>
        source === 'custom' ? [[sha256, { label, scope }] as const] : [],
      ),
    ),
    system: of('system'),
    bundled: of('bundled'),
    hints: new Set((state?.hints ?? []).map(({ sha256 }) => sha256)),
    refused: refused('certificate'),
    refusedKeys: refused('key'),
  };
}

/** A certificate with what its file said of it. */
export interface Named {
  readonly found: FoundCertificate;
  readonly origin: AnchorOrigin;
  readonly alias?: string;
  readonly hasKey: boolean;
}

/** Names of a leaf that are listed. */
const MAX_HOSTS = 100;
/** Longest name of a subject that is listed, in characters: a certificate may hold one of a megabyte. */
const MAX_TEXT = 300;

/** What the window shows of a certificate that was read. @param now ms UTC */
export function importedOf(
  { found, origin, alias, hasKey }: Named,
  present: Present,
  now: number,
): ImportedCertificate {
  const { sha256, certificate } = found;
  const keySha256 = createHash('sha256').update(certificate.publicKey.spki).digest('hex');
  const what = refusalOf(certificate);
  const kind = what !== undefined ? 'leaf' : isSignedByItself(certificate) ? 'root' : 'intermediate';
  const custom = present.customs.get(sha256);
  const pathLength = extensionOf(certificate, 'basicConstraints')?.pathLength;
  const facts = factsOf(certificate);
  return {
    sha256,
    keySha256,
    ...facts,
    subject: cut(facts.subject),
    issuer: cut(shortName(certificate.issuer)),
    organization: cut(facts.organization),
    kind,
    ...(what === undefined ? {} : { what: cut(what) }),
    origin,
    ...(alias === undefined ? {} : { alias }),
    hasKey,
    presentIn: [
      ...(custom === undefined ? [] : (['custom'] as const)),
      ...(present.system.has(sha256) ? (['system'] as const) : []),
      ...(present.bundled.has(sha256) ? (['bundled'] as const) : []),
      ...(present.hints.has(sha256) ? (['hint'] as const) : []),
    ],
    ...(custom === undefined ? {} : { custom }),
    refused: present.refused.has(sha256) || present.refusedKeys.has(keySha256),
    time: timeOf(certificate, now),
    weak: weakPoints(certificate, kind),
    permitted: permittedHosts(certificate),
    ...(pathLength === undefined ? {} : { pathLength }),
    hosts: hostsOf(certificate),
    ...(kind === 'leaf' ? { pem: toPem(certificate.der) } : {}),
  };
}

/**
 * By its names and key identifiers; the signature is not checked, for nobody relies on it. Names alone are not enough: when an
 * authority changes its key, it certifies the new one with the old one under one name (RFC 4210 §4.4).
 */
function isSignedByItself(certificate: Certificate): boolean {
  if (!sameName(certificate.subject, certificate.issuer)) return false;
  const issuer = extensionOf(certificate, 'authorityKeyIdentifier')?.id;
  const own = extensionOf(certificate, 'subjectKeyIdentifier')?.id;
  return issuer === undefined || own === undefined || sameBytes(issuer, own);
}

function timeOf({ notBefore, notAfter }: Certificate, now: number): ImportedCertificate['time'] {
  if (now > notAfter) return 'expired';
  return now < notBefore ? 'not-yet-valid' : 'valid';
}

function weakPoints(certificate: Certificate, kind: ImportedCertificate['kind']): readonly string[] {
  const { publicKey, signatureAlgorithm } = certificate;
  const points: string[] = [];
  if (weaknessOf(publicKey) !== undefined) points.push(`${publicKey.type} ${publicKey.bits}`);
  if (kind !== 'root' && isWeakSignature(signatureAlgorithm)) points.push(`${signatureAlgorithm.hash ?? ''} signature`);
  return points;
}

function hostsOf(certificate: Certificate): readonly string[] {
  const hosts: string[] = [];
  for (const name of extensionOf(certificate, 'subjectAltName')?.names ?? []) {
    if (hosts.length === MAX_HOSTS) break;
    // No host name is longer (RFC 1035 §2.3.4).
    if ((name.kind === 'dns' || name.kind === 'ip') && name.value.length <= 253) hosts.push(name.value);
  }
  return hosts;
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
