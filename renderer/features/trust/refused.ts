import { decidedAbout, type Decided } from './decided.ts';
import { exceptionBearing, type ExceptionBearing } from './exceptionBearing.ts';
import { findingActions, type FindingAction } from './findingActions.ts';
import { trustEffect } from './trustEffect.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';

/** What was refused: who was asked, what was shown, and what is wrong with it. */
export interface Refused {
  readonly host: string;
  readonly port: number;
  readonly certificates: CertificateBag;
  readonly decoded: ReadonlyMap<string, Certificate>;
  /** SHA-256 of what the server sent, in its order. */
  readonly sent: readonly string[];
  readonly findings: readonly NumberedFinding[];
  /** When the request began, ms UTC. */
  readonly startedAt: number;
}

interface Choices {
  /** In the order of the findings. */
  readonly actions: readonly (FindingAction | undefined)[];
  /** What an exception for this host and port means for it. */
  readonly bearing: ExceptionBearing | undefined;
  readonly decided: Decided | undefined;
}

/**
 * What can be done about a refusal, and what was done about it since.
 *
 * @param trust as it stands; undefined while it is not known
 * @param told  a sentence about a decision made just now
 * @param now   ms since the Unix epoch, UTC
 */
export function choicesOf(
  refused: Refused,
  trust: TrustState | undefined,
  told: string | undefined,
  now: number,
): Choices {
  const { host, port, decoded, sent, findings } = refused;
  const actions = findingActions(
    findings.map(({ finding }) => finding),
    {
      sent,
      certificates: decoded,
      anchors: trust?.anchors ?? [],
      sources: trust?.sources,
      distrusted: trust?.distrusted,
      asked: { host, port, now },
    },
  );
  const trusted = actions.find((action) => action?.kind === 'trusted-now');
  const effect =
    trusted === undefined
      ? undefined
      : trustEffect({ findings, sent, certificates: decoded, authority: trusted.sha256, scope: [], host, port });
  const bearing = exceptionBearing(trust?.exceptions ?? [], refused, now);
  return { actions, bearing, decided: decidedAbout(told, actions, effect, bearing, now) };
}
