import { shownVersion, type ScanLevel, type ScanRow, type ScanSection } from './judgement.ts';
import type { Refusal, ScannedVersion, ScanReport, VersionAnswer } from './report.ts';

type Opinion = readonly [level: ScanLevel, reason: string, source?: string];

/** What to think of each version, accepted and refused. */
const opinions: Readonly<Record<ScannedVersion, { readonly accepted: Opinion; readonly refused: Opinion }>> = {
  'TLSv1.3': {
    accepted: ['good', 'Good'],
    refused: ['change', 'Missing. Costs a round trip and encrypted certificates', 'RFC 9325 §3.1.1'],
  },
  'TLSv1.2': {
    accepted: ['good', 'Good, for clients without TLS 1.3'],
    refused: ['neutral', 'Clients without TLS 1.3 cannot connect'],
  },
  'TLSv1.1': {
    accepted: ['change', 'Withdrawn since 2021. Turn it off', 'RFC 8996'],
    refused: ['good', 'Good that it refuses'],
  },
  'TLSv1.0': {
    accepted: ['change', 'Withdrawn since 2021. Turn it off', 'RFC 8996'],
    refused: ['good', 'Good that it refuses'],
  },
  SSLv3: {
    accepted: ['change', 'Broken since 2014 (POODLE). Turn it off', 'RFC 7568'],
    refused: ['good', 'Good that it refuses'],
  },
};

export function judgeVersions({ versions, phase }: ScanReport): ScanSection {
  const accepted = versions.filter((answer) => answer.accepted);
  return {
    id: 'versions',
    phase: 'versions',
    title: 'Versions',
    subtitle: 'highest first',
    finished: phase !== 'versions',
    rows: versions.map((answer) => rowOf(answer, accepted.length)),
  };
}

function rowOf({ version, accepted, refusal }: VersionAnswer, acceptedCount: number): ScanRow {
  // Where nothing at all was accepted, a refusal says nothing about the version.
  const alone = version === 'TLSv1.2' && accepted && acceptedCount === 1;
  const [level, reason, source] =
    acceptedCount === 0
      ? (['neutral', ''] as const)
      : alone
        ? (['good', 'Good'] as const)
        : opinions[version][accepted ? 'accepted' : 'refused'];
  return {
    mark: accepted ? 'accepted' : 'refused',
    name: shownVersion(version),
    ...(refusal === undefined ? {} : { detail: refusalWords(refusal) }),
    level,
    reason,
    ...(source === undefined ? {} : { source }),
  };
}

/** 'alert 70 protocol_version', 'no answer'. */
export function refusalWords(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'alert':
      return `alert ${refusal.number} ${refusal.name}`;
    case 'other-version':
      return `answered with ${shownVersion(refusal.version)}`;
    case 'closed':
      return 'closed without a word';
    case 'reset':
      return 'connection reset';
    case 'timeout':
      return 'no answer';
    case 'unreadable':
      return 'an answer that is no TLS';
    case 'not-tls':
      return `spoke ${refusal.spoken === 'unknown' ? 'something else' : refusal.spoken.toUpperCase()}`;
  }
}
