import { hash } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { sameName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { KnownElsewhere } from '#core/diagnose/completion.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { KnownCertificate } from '#core/trust/anchors.ts';
import { inScope } from '#core/trust/pattern.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';

export interface EveryAnchor {
  readonly anchors: readonly KnownAnchor[];
  readonly sources: TrustState['sources'];
}

export type KnownAnchor = Pick<Anchor, 'sha256' | 'pem' | 'label' | 'source' | 'enabled' | 'scope' | 'trustedUntil'>;

interface Asked {
  readonly host: string;
  readonly port: number;
  /** ms UTC. */
  readonly now: number;
}

/**
 * The anchor that is this certificate, or that signed it, among those that do not count for the host: what a person should be
 * told before they go looking for a certificate that they have. Undefined when there is none.
 */
export function knownElsewhere(top: KnownCertificate, all: EveryAnchor, asked: Asked): KnownElsewhere | undefined {
  for (const anchor of all.anchors) {
    const why = whyNot(anchor, all.sources, asked);
    if (why === undefined || !vouches(anchor, top)) continue;
    const { sha256, label, source } = anchor;
    return { sha256, label, source, why };
  }
  return undefined;
}

/** Why an anchor does not count for who was asked; undefined when it does. */
function whyNot(
  { source, enabled, scope, trustedUntil }: KnownAnchor,
  sources: TrustState['sources'],
  { host, port, now }: Asked,
): KnownElsewhere['why'] | undefined {
  if (source !== 'custom' && !sources[source]) return 'source-off';
  if (!enabled) return 'switched-off';
  if (trustedUntil !== undefined && trustedUntil < now) return 'ended';
  return inScope(scope, host, port) ? undefined : 'other-hosts';
}

function vouches(anchor: KnownAnchor, top: KnownCertificate): boolean {
  if (anchor.sha256 === top.sha256) return true;
  const blocks = parsePem(anchor.pem);
  const der = blocks.ok ? blocks.value[0] : undefined;
  const certificate = der === undefined ? undefined : decodeCertificate(der);
  if (certificate?.ok !== true || !sameName(certificate.value.subject, top.certificate.issuer)) return false;
  return (
    hash('sha256', certificate.value.der, 'hex') !== top.sha256 && verifySignature(top.certificate, certificate.value)
  );
}
