import { useEffect, useState } from 'react';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import type { TimestampVerdict } from '#core/certificate/ct/checkTimestamp.ts';
import { call } from '#renderer/call.ts';

interface Found {
  readonly of: string;
  readonly verdicts: readonly TimestampVerdict[];
}

/**
 * Whether the logs really signed the timestamps of a certificate; undefined while that is being checked, and where it has none.
 *
 * @param issuer PEM; without it nothing can be checked, and the verdicts say so
 */
export function useTimestamps(
  certificate: Certificate | undefined,
  pem: string,
  issuer: string | undefined,
): readonly TimestampVerdict[] | undefined {
  const [found, setFound] = useState<Found>();
  const hasSome = certificate !== undefined && extensionOf(certificate, 'signedCertificateTimestampList') !== undefined;
  const key = `${pem}${issuer ?? ''}`;
  useEffect(() => {
    if (!hasSome) return undefined;
    let isCurrent = true;
    void call('certificate.timestamps', { pem, ...(issuer !== undefined && { issuer }) }).then((answer) => {
      if (isCurrent && answer.ok) setFound({ of: key, verdicts: answer.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [hasSome, pem, issuer, key]);
  return found?.of === key ? found.verdicts : undefined;
}
