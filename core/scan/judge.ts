import { changesOf } from './changes.ts';
import { judgeCiphers } from './judgeCiphers.ts';
import { judgeAlpn } from './judgeAlpn.ts';
import { judgeExtras } from './judgeExtras.ts';
import { judgeSignatures } from './judgeSignatures.ts';
import { judgeGroups } from './judgeGroups.ts';
import type { ScanJudgement } from './judgement.ts';
import { judgeVersions } from './judgeVersions.ts';
import type { ScanReport } from './report.ts';

/**
 * What to think of what a server accepts: every line with a reason, and what should change. Never a grade: a letter hides
 * which of its reasons matter to whom (facts/tls.md §2).
 */
export function judgeScan(report: ScanReport): ScanJudgement {
  return {
    sections: [
      judgeVersions(report),
      ...judgeGroups(report),
      ...judgeCiphers(report),
      ...judgeSignatures(report),
      ...judgeAlpn(report),
      ...judgeExtras(report),
    ],
    changes: changesOf(report),
  };
}
