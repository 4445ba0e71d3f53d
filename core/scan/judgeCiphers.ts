import { shownVersion, type ScanLevel, type ScanRow, type ScanSection } from './judgement.ts';
import type { CipherAnswer, ScanReport } from './report.ts';
import { suiteFault, type SuiteFault } from './suite.ts';

interface Opinion {
  readonly level: ScanLevel;
  readonly reason: string;
  readonly source?: string;
}

/** What to think of a weakness. */
export const suiteOpinions: Readonly<Record<SuiteFault, Opinion>> = {
  'no-encryption': { level: 'change', reason: 'Not encrypted at all', source: 'RFC 9325 §4.1' },
  anonymous: {
    level: 'change',
    reason: 'Nobody is authenticated: anyone can stand between',
    source: 'RFC 5246 §F.1.1.1',
  },
  export: { level: 'change', reason: 'Export grade: broken in minutes', source: 'RFC 9325 §4.1' },
  rc4: { level: 'change', reason: 'RC4 is broken', source: 'RFC 7465' },
  'short-key': { level: 'change', reason: 'A key that can be tried out', source: 'RFC 9325 §4.1' },
  md5: { level: 'change', reason: 'MD5 is broken', source: 'RFC 6151' },
  'small-block': { level: 'change', reason: 'Blocks of 64 bits: Sweet32', source: 'NIST SP 800-131A' },
  'no-forward-secrecy': {
    level: 'change',
    reason: 'No forward secrecy: one stolen key opens old recordings',
    source: 'RFC 9325 §4.1',
  },
  'cbc-sha1': { level: 'change', reason: 'CBC with SHA-1' },
  cbc: { level: 'note', reason: 'CBC: weaker than GCM, as padding attacks showed' },
  'short-tag': { level: 'note', reason: 'A tag of 64 bits, made for small devices' },
  'finite-field': { level: 'neutral', reason: 'Good, slower than ECDHE' },
  rare: { level: 'neutral', reason: 'Rarely used' },
};

/** One section per version. */
export function judgeCiphers({ ciphers }: ScanReport): readonly ScanSection[] {
  return ciphers.map((answer) => ({
    id: `ciphers ${answer.version}`,
    phase: 'ciphers',
    title: `Cipher suites, ${shownVersion(answer.version)}`,
    subtitle: subtitleOf(answer),
    finished: answer.finished,
    rows: rowsOf(answer),
  }));
}

function subtitleOf({ accepted, preference, finished }: CipherAnswer): string {
  if (preference === 'client') return 'the client’s order decides; strongest first here';
  if (preference === 'server') return 'one is taken away each time, so the order is the server’s own';
  if (finished) return accepted.length === 1 ? 'one only' : '';
  return 'one is taken away each time';
}

function rowsOf(answer: CipherAnswer): readonly ScanRow[] {
  const misplaced = misplacedCbc(answer);
  return answer.accepted.map((name, index): ScanRow => {
    const opinion = misplaced.has(name)
      ? { level: 'change' as const, reason: 'CBC before GCM: move it down', source: 'RFC 9325 §4.2' }
      : opinionOf(name, answer);
    return {
      ...(answer.preference === 'client' ? {} : { rank: index + 1 }),
      mark: 'accepted',
      name: name.replace(/^TLS_/, ''),
      ...opinion,
    };
  });
}

function opinionOf(name: string, { version }: CipherAnswer): Opinion {
  const fault = suiteFault(name);
  if (fault === undefined) return { level: 'good', reason: 'Good' };
  // TLS 1.1 and older have nothing but CBC and RC4: what should go is the version, and it says so.
  const goesWithVersion = version !== 'TLSv1.2' && version !== 'TLSv1.3' && (fault === 'cbc-sha1' || fault === 'cbc');
  return goesWithVersion ? { level: 'neutral', reason: `Goes with ${shownVersion(version)}` } : suiteOpinions[fault];
}

/** Suites with CBC that the server's own order puts before one without: modern clients get them though they need not. */
export function misplacedCbc({ version, accepted, preference }: CipherAnswer): ReadonlySet<string> {
  if (preference !== 'server' || version !== 'TLSv1.2') return new Set();
  const lastGood = accepted.findLastIndex((name) => suiteFault(name) === undefined);
  return new Set(accepted.slice(0, Math.max(0, lastGood)).filter((name) => /_CBC_/.test(name) && !isWorse(name)));
}

/** Has a worse fault than its mode, which is the one to tell. */
function isWorse(name: string): boolean {
  const fault = suiteFault(name);
  return fault !== 'cbc' && fault !== 'cbc-sha1';
}
