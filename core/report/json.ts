import { findingsOf, type CertificateBag, type Exchange } from '#core/http/exchange.ts';
import { explainFailure, type Explanation } from '#core/http/explain.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { ChainDiagnosis } from './diagnosis.ts';

/** What `--json` prints: the exchange itself with its certificates and the words for everything that is wrong beside it. */
export interface ExchangeJson extends Exchange {
  readonly certificates: CertificateBag;
  /** For the failure and for each finding, in their order. */
  readonly explanations: readonly ExplanationJson[];
  /** What others were asked about the chain; absent when nobody was. */
  readonly diagnosis?: ChainDiagnosis;
}

export interface ExplanationJson extends Explanation {
  /** Kind of the failure or of the finding. */
  readonly kind: string;
  /** SHA-256 of the certificate it is about. */
  readonly certificate?: string;
}

export function exchangeJson(
  exchange: Exchange,
  certificates: CertificateBag,
  diagnosis?: ChainDiagnosis,
): ExchangeJson {
  const { outcome } = exchange;
  const failure = outcome.kind === 'failed' ? [{ kind: outcome.failure.kind, ...explainFailure(outcome.failure) }] : [];
  const findings = findingsOf(exchange).map((finding) => ({
    kind: finding.kind,
    ...(finding.certificate === undefined ? {} : { certificate: finding.certificate }),
    ...explainFinding(finding),
  }));
  return {
    ...exchange,
    certificates,
    explanations: [...failure, ...findings],
    ...(diagnosis === undefined ? {} : { diagnosis }),
  };
}
