import { acceptedVersions, type Findings } from './findings.ts';
import { scanPhases, type ScannedVersion, type ScanPhase } from './report.ts';

/**
 * About how many connections each phase takes, from scans of OpenSSL, Go and Node servers with their defaults (November 2026).
 * Only the bar of progress hangs on it.
 */
const perVersion: Readonly<Partial<Record<ScanPhase, Readonly<Record<ScannedVersion, number>>>>> = {
  ciphers: { 'TLSv1.3': 5, 'TLSv1.2': 20, 'TLSv1.1': 8, 'TLSv1.0': 8, SSLv3: 8 },
  groups: { 'TLSv1.3': 10, 'TLSv1.2': 8, 'TLSv1.1': 0, 'TLSv1.0': 0, SSLv3: 0 },
  signatures: { 'TLSv1.3': 4, 'TLSv1.2': 8, 'TLSv1.1': 0, 'TLSv1.0': 0, SSLv3: 0 },
};
const fixed: Readonly<Record<ScanPhase, number>> = {
  versions: 5,
  certificate: 1,
  ciphers: 0,
  groups: 0,
  signatures: 0,
  alpn: 2,
  extras: 6,
};

/** Connections made, and about how many there will be in all: never less than made, and more while any are left. */
export function countConnections(findings: Findings): { readonly made: number; readonly expected: number } {
  const versions = findings.phase === 'versions' ? (['TLSv1.3', 'TLSv1.2'] as const) : acceptedVersions(findings);
  const current = findings.phase === undefined ? scanPhases.length : scanPhases.indexOf(findings.phase);
  let made = 0;
  let left = 0;
  for (const [index, phase] of scanPhases.entries()) {
    const done = findings.connections[phase] ?? 0;
    const usual = versions.reduce((sum, version) => sum + (perVersion[phase]?.[version] ?? 0), fixed[phase]);
    made += done;
    if (index === current) left += Math.max(1, usual - done);
    else if (index > current) left += usual;
  }
  return { made, expected: made + left };
}
