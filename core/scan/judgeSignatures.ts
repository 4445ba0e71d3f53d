import { shownVersion, type ScanRow, type ScanSection } from './judgement.ts';
import type { ScanReport } from './report.ts';

export function judgeSignatures({ signatureSchemes }: ScanReport): readonly ScanSection[] {
  return signatureSchemes.map((answer) => ({
    id: `signatures ${answer.version}`,
    phase: 'signatures',
    title: `Signatures, ${shownVersion(answer.version)}`,
    subtitle: 'what the server signs its handshake with',
    finished: answer.finished,
    rows: answer.accepted.map(signatureRow),
  }));
}

/** True for schemes over a hash that is broken. */
export function isWeakScheme(name: string): boolean {
  return /_(?:sha1|md5)$/.test(name);
}

function signatureRow(name: string): ScanRow {
  const base = { mark: 'accepted', name } as const;
  if (isWeakScheme(name)) return { ...base, level: 'change', reason: 'A broken hash', source: 'RFC 9155' };
  if (/sha224$|^dsa_/.test(name)) return { ...base, level: 'note', reason: 'Out of use' };
  if (/^mldsa|^slhdsa/.test(name)) return { ...base, level: 'good', reason: 'Good, also against quantum computers' };
  if (/^rsa_pkcs1/.test(name)) return { ...base, level: 'neutral', reason: 'Older padding; PSS is better' };
  return { ...base, level: 'good', reason: 'Good' };
}
