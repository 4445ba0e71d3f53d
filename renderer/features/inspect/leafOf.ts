import type { Certificate } from '#core/certificate/certificate.ts';
import { canonicalName } from '#core/certificate/name.ts';
import { isAuthority } from '#renderer/ui/chainSteps.ts';

/** What finding the start of a chain needs of a certificate: thousands of these are kept while a file is read. */
export interface Outline {
  readonly sha256: string;
  readonly subject: string;
  readonly issuer: string;
  readonly isAuthority: boolean;
}

export function outlineOf(sha256: string, certificate: Certificate): Outline {
  return {
    sha256,
    subject: canonicalName(certificate.subject),
    issuer: canonicalName(certificate.issuer),
    isAuthority: isAuthority(certificate),
  };
}

/**
 * The certificate that the others in a file are there for: of those that issued none of the others, the first that is no
 * authority, else the first that another one issued, else the first at all.
 */
export function leafOf(outlines: readonly Outline[]): string | undefined {
  const issuers = new Set(outlines.filter(({ subject, issuer }) => subject !== issuer).map(({ issuer }) => issuer));
  const subjects = new Set(outlines.map(({ subject }) => subject));
  const ends = outlines.filter(({ subject }) => !issuers.has(subject));
  const issued = ends.find(({ subject, issuer }) => subject !== issuer && subjects.has(issuer));
  return (ends.find((end) => !end.isAuthority) ?? issued ?? outlines[0])?.sha256;
}

/** From a certificate up by issuer names, as far as the file leads, and then the rest, in the order of the file. */
export function chainFirst(outlines: readonly Outline[], start: string): readonly string[] {
  const bySubject = new Map<string, Outline[]>();
  for (const outline of outlines) {
    const same = bySubject.get(outline.subject);
    if (same === undefined) bySubject.set(outline.subject, [outline]);
    else same.push(outline);
  }
  const chain = new Set<string>();
  let current = outlines.find(({ sha256 }) => sha256 === start);
  while (current !== undefined && !chain.has(current.sha256)) {
    chain.add(current.sha256);
    const { subject, issuer } = current;
    current = subject === issuer ? undefined : bySubject.get(issuer)?.find(({ sha256 }) => !chain.has(sha256));
  }
  return [...chain, ...outlines.map(({ sha256 }) => sha256).filter((sha256) => !chain.has(sha256))];
}
