import { extensionOf } from '#core/certificate/certificate.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import type { KnownCertificate } from './anchors.ts';
import { about } from './check.ts';
import type { Finding } from './verdict.ts';

/** status_request among the TLS features (RFC 7633 §4.2.3.1): a promise that every handshake brings an OCSP response. */
const STATUS_REQUEST = 5;

/**
 * What the OCSP response of a handshake means for the leaf: it may be revoked, the response may be useless, or one that was
 * promised did not come.
 *
 * Without a promise a missing or useless response stops nobody: whoever could remove it could also forge silence.
 *
 * @param status absent when none came, though it was asked for
 */
export function stapleFindings(leaf: KnownCertificate, status: RevocationStatus | undefined): readonly Finding[] {
  const promised = extensionOf(leaf.certificate, 'tlsFeature')?.features.includes(STATUS_REQUEST) === true;
  const base = about(leaf);
  if (status === undefined) return promised ? [{ kind: 'must-staple-missing', severity: 'error', ...base }] : [];
  const { problems, revokedAt, reason } = status;
  switch (status.status) {
    case 'good':
      return [];
    case 'revoked':
      return [
        {
          kind: 'revoked',
          severity: 'error',
          ...base,
          ...(revokedAt !== undefined && { at: revokedAt }),
          ...(reason !== undefined && { reason }),
        },
      ];
    case 'unknown':
      return promised
        ? [{ kind: 'must-staple-missing', severity: 'error', ...base, problems }]
        : [{ kind: 'revocation-unknown', severity: 'warning', ...base, problems }];
  }
}
