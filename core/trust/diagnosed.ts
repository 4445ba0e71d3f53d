import type { Diagnosis } from './diagnose.ts';
import type { Finding } from './verdict.ts';

/** The findings with what most likely lies behind them; a suspicion becomes a finding of its own. It stops nobody. */
export function withDiagnosis(findings: readonly Finding[], diagnosis: Diagnosis): readonly Finding[] {
  const { interception, clock } = diagnosis;
  const told = findings.map((finding): Finding => {
    switch (finding.kind) {
      case 'expired':
      case 'not-yet-valid':
        return clock.length === 0 ? finding : { ...finding, clockReasons: clock };
      case 'self-signed':
      case 'unknown-issuer':
      case 'incomplete-chain':
        return finding.severity === 'error' ? { ...finding, ...likely(diagnosis) } : finding;
      default:
        return finding;
    }
  });
  if (interception.length === 0) return told;
  return [...told, { kind: 'interception-likely', severity: 'warning', reasons: interception }];
}

/** A chain that looks intercepted is not called a private authority's as well: trusting it would be the wrong thing to suggest. */
function likely({ interception, privateAuthority, listedIn }: Diagnosis): {
  readonly privateReasons?: readonly string[];
  readonly listedIn?: Diagnosis['listedIn'];
} {
  return {
    ...(interception.length === 0 && privateAuthority.length > 0 && { privateReasons: privateAuthority }),
    ...(listedIn.length > 0 && { listedIn }),
  };
}
