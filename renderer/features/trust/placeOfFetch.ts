import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { isFetchable } from '#core/diagnose/fetch.ts';
import type { Finding } from '#core/trust/verdict.ts';

/**
 * Where the certificate that is missing above this finding can be fetched; undefined when it is not about that, or nowhere.
 *
 * A chain that breaks off is about it, and so is one that ends below its root: the root may be one this computer knows.
 */
function issuerAddress(finding: Finding, certificates: ReadonlyMap<string, Certificate>): string | undefined {
  if (finding.kind === 'incomplete-chain') return finding.caIssuers.find(isFetchable);
  if (finding.kind !== 'unknown-issuer' || finding.root) return undefined;
  const certificate = finding.certificate === undefined ? undefined : certificates.get(finding.certificate);
  if (certificate === undefined) return undefined;
  return extensionOf(certificate, 'authorityInfoAccess')?.caIssuers.find(isFetchable);
}

/** The index of the first finding for which something can be fetched: it is offered once, as it looks into the whole chain. */
export function placeOfFetch(
  findings: readonly Finding[],
  certificates: ReadonlyMap<string, Certificate>,
): { readonly index: number; readonly url: string } | undefined {
  for (const [index, finding] of findings.entries()) {
    const url = issuerAddress(finding, certificates);
    if (url !== undefined) return { index, url };
  }
  return undefined;
}
