import type { PathResult } from './path.ts';
import { blocks, type Finding, type FindingKind, type Verdict } from './verdict.ts';

/** What the TLS library's own verification said. */
export interface LibraryResult {
  readonly accepted: boolean;
  /** Its error code, 'OK' when accepted. */
  readonly code: string;
}

/** What the handshake agreed on, when it went that far. */
export interface Agreed {
  /** 'TLSv1.3'… */
  readonly version?: string | undefined;
  /** IANA name. */
  readonly cipher?: string | undefined;
}

/**
 * The verdict of both judges. A connection is trusted only if the TLS library and our own path check accept it; where they
 * differ without a reason that we know, that is said.
 */
export function combineVerdict(
  path: Pick<PathResult, 'findings' | 'anchor' | 'goodUntil'>,
  library: LibraryResult,
  agreed: Agreed,
): Verdict {
  const findings = [...path.findings, ...disagreement(path.findings, library), ...connectionFindings(agreed)];
  const kind = library.accepted && !findings.some(blocks) ? 'trusted' : 'untrusted';
  const { anchor } = path;
  return {
    kind,
    ...(anchor !== undefined && {
      anchor: { sha256: anchor.sha256, source: anchor.source, label: anchor.label, scope: anchor.scope },
    }),
    library,
    findings: [...findings.filter(blocks), ...findings.filter((finding) => !blocks(finding))],
    ...(path.goodUntil !== undefined && { goodUntil: path.goodUntil }),
  };
}

/**
 * Reasons of ours that libraries are known not to share: BoringSSL takes weak keys and hashes, node takes a common name,
 * OpenSSL reads name constraints more loosely, and none knows scopes or distrust. The host is not part of their chain check.
 */
const ourOwnPolicy: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'weak-key',
  'weak-signature',
  'no-san',
  'wrong-host',
  'name-constraint',
  'malformed',
  'out-of-scope',
  'distrusted',
  'revoked',
  'must-staple-missing',
]);

function disagreement(findings: readonly Finding[], { accepted, code }: LibraryResult): readonly Finding[] {
  const errors = findings.filter(blocks);
  if (errors.length === 0)
    return accepted ? [] : [{ kind: 'disagreement', severity: 'error', libraryCode: code, ours: 'accepted' }];
  if (!accepted || errors.some(({ kind }) => ourOwnPolicy.has(kind))) return [];
  return [{ kind: 'disagreement', severity: 'warning', libraryCode: code, ours: 'refused' }];
}

/** RFC 8996 retires these. */
const legacyVersions: ReadonlySet<string> = new Set(['SSLv3', 'TLSv1', 'TLSv1.0', 'TLSv1.1']);

/**
 * Suites with CBC (padding oracles: Lucky 13), 64-bit blocks (Sweet32), RC4 (RFC 7465), export or single DES, or without
 * encryption or authentication. Mozilla's "intermediate" set has none of them.
 */
const weakCipher = /_CBC_|_CBC$|3DES|_DES_|DES40|_RC4_|_RC2_|_IDEA_|_NULL_|_EXPORT_|_anon_/;

/** A key exchange that ends with the server's long-lived key: whoever gets it later reads what was recorded. */
const staticKeyExchange = /^TLS_(?:RSA|DH_RSA|DH_DSS|ECDH_RSA|ECDH_ECDSA|PSK|RSA_PSK|KRB5)_WITH_/;

function connectionFindings({ version, cipher }: Agreed): readonly Finding[] {
  const findings: Finding[] = [];
  if (version !== undefined && legacyVersions.has(version))
    findings.push({ kind: 'legacy-version', severity: 'warning', version });
  if (cipher !== undefined && weakCipher.test(cipher))
    findings.push({ kind: 'weak-cipher', severity: 'warning', cipher });
  if (cipher !== undefined && staticKeyExchange.test(cipher))
    findings.push({ kind: 'no-forward-secrecy', severity: 'warning', cipher });
  return findings;
}
