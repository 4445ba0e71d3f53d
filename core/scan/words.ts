import { formatPlural } from '#core/format.ts';
import { judgeScan } from './judge.ts';
import { shownVersion } from './judgement.ts';
import { scanPhases, type ScanCertificate, type ScanPhase, type ScanReport } from './report.ts';

/** What is being tried, for a line of progress. */
export const phaseWords: Readonly<Record<ScanPhase, string>> = {
  versions: 'versions',
  certificate: 'certificate',
  ciphers: 'cipher suites',
  groups: 'groups',
  signatures: 'signatures',
  alpn: 'ALPN',
  extras: 'extras',
};

/** 'Trusted by Example Root'; by whose word, or why nobody's. */
export function certificateWords(certificate: ScanCertificate | undefined): string {
  const verdict = certificate?.verdict;
  switch (verdict?.kind) {
    case 'trusted':
      return `Trusted by ${verdict.anchor?.label ?? certificate?.issuer ?? 'a trusted authority'}`;
    case 'excepted':
      return 'Excepted by you';
    case 'untrusted': {
      const errors = verdict.findings.filter(({ severity }) => severity === 'error');
      return `Not trusted: ${formatPlural(errors.length, 'problem')}`;
    }
    case 'unchecked':
    case undefined:
      return certificate?.unjudged === undefined ? 'Certificate not judged yet' : 'Certificate not judged';
  }
}

/** 'cipher suites of TLS 1.2 from rank 6 on, signatures and extras'; '' when all was tried. */
export function notTried(report: ScanReport): string {
  const { phase } = report;
  if (report.state === 'complete' || phase === undefined) return '';
  const open = report.ciphers.find(({ finished }) => !finished);
  const rest = scanPhases.slice(scanPhases.indexOf(phase) + 1).map((name) => phaseWords[name]);
  const current =
    phase === 'ciphers' && open !== undefined
      ? `suites of ${shownVersion(open.version)} from rank ${open.accepted.length + 1} on`
      : `the rest of the ${phaseWords[phase]}`;
  return listed([current, ...rest]);
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** 'So far: 4 things to change'. */
export function changeCount(report: ScanReport): string {
  const count = judgeScan(report).changes.filter(({ level }) => level === 'change').length;
  const words = count === 0 ? 'Nothing to change' : `${formatPlural(count, 'thing')} to change`;
  return report.state === 'complete' ? words : `So far: ${words.replace(/^N/, 'n')}`;
}
