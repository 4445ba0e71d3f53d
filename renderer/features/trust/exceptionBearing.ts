import { hasEnded, type TrustException } from '#core/trust/exception.ts';
import { normalHost } from '#core/trust/host.ts';
import { blocks } from '#core/trust/verdict.ts';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';

/** What the exception for who was asked means for a refusal. */
export type ExceptionBearing =
  /** It is in force for this certificate by now. `remaining`: numbers of problems that it does not accept. */
  | { readonly kind: 'helps'; readonly exception: TrustException; readonly remaining: readonly number[] }
  /** It was made before, and did not help: why. At least one of the three is so. */
  | {
      readonly kind: 'stopped';
      readonly exception: TrustException;
      readonly certificate: 'same' | 'another';
      /** Problems that were not accepted. */
      readonly fresh: readonly NumberedFinding[];
      readonly isOver: boolean;
    };

interface Refusal {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of what the server sent, in its order. */
  readonly sent: readonly string[];
  readonly findings: readonly NumberedFinding[];
  /** When the request began, ms UTC. */
  readonly startedAt: number;
}

/** Undefined when there is no exception for this host and port, or one made since for another certificate. */
export function exceptionBearing(
  exceptions: readonly TrustException[],
  { host, port, sent, findings, startedAt }: Refusal,
  now: number,
): ExceptionBearing | undefined {
  const exception = exceptions.find((made) => made.host === normalHost(host) && made.port === port);
  if (exception === undefined) return undefined;
  const certificate = exception.leaf === sent[0] ? 'same' : 'another';
  const fresh = findings.filter(({ finding }) => blocks(finding) && !exception.accepted.includes(finding.kind));
  const isOver = hasEnded(exception.end, exception.used, now);
  const isLater = exception.addedAt >= startedAt;
  if (certificate === 'same' && !isOver && (isLater || fresh.length === 0)) {
    return { kind: 'helps', exception, remaining: fresh.flatMap(({ number }) => number ?? []) };
  }
  return isLater ? undefined : { kind: 'stopped', exception, certificate, fresh, isOver };
}
