import { shownVersion, type ScanLevel, type ScanRow, type ScanSection } from './judgement.ts';
import type { DheAnswer, GroupAnswer, ScanReport } from './report.ts';

/** Bits of a Diffie-Hellman prime below which it is too short (RFC 9325 §4.5). */
export const MIN_DH_BITS = 2048;

/** Groups that are worth a line of their own when they are refused; the others share one. */
const told = ['X25519MLKEM768', 'x25519', 'secp256r1'];
/** Below 224 bits (NIST SP 800-57 Part 1, table 2: less than 112 bits of strength). */
const short = /^sec[pt](?:16[03]|19[0-3])/;
const hybrid = /MLKEM|Kyber/;

export function judgeGroups(report: ScanReport): readonly ScanSection[] {
  const sections = report.groups.map((answer): ScanSection => ({
    id: `groups ${answer.version}`,
    phase: 'groups',
    title: `Key exchange groups, ${shownVersion(answer.version)}`,
    subtitle:
      answer.preference === 'client'
        ? 'the client’s order decides'
        : answer.preference === 'server'
          ? 'in the order the server prefers'
          : '',
    finished: answer.finished,
    rows: [...acceptedRows(answer), ...refusedRows(answer)],
  }));
  if (report.dhe === undefined || (!report.dhe.accepted && sections.length === 0)) return sections;
  // Finite fields before TLS 1.3 belong to the same question: they stand at the end of the last list.
  const last = sections.at(-1);
  if (last === undefined || last.id.endsWith('TLSv1.3')) return sections;
  return [...sections.slice(0, -1), { ...last, rows: [...last.rows, dheRow(report.dhe)] }];
}

function acceptedRows({ accepted, preference }: GroupAnswer): readonly ScanRow[] {
  return accepted.map((name, index): ScanRow => {
    const [level, reason, source] = opinionOf(name);
    return {
      ...(preference === 'client' ? {} : { rank: index + 1 }),
      mark: 'accepted',
      name,
      level,
      reason,
      ...(source === undefined ? {} : { source }),
    };
  });
}

function opinionOf(name: string): readonly [level: ScanLevel, reason: string, source?: string] {
  if (hybrid.test(name)) {
    if (/Kyber/.test(name)) return ['note', 'A draft that browsers gave up in 2024'];
    return /^MLKEM/.test(name)
      ? ['neutral', 'Against quantum computers, without a second lock']
      : ['good', 'Good, also against quantum computers'];
  }
  if (short.test(name)) return ['change', 'Too short a curve', 'NIST SP 800-57'];
  if (name === 'secp384r1' || name === 'secp521r1' || name === 'x448') return ['good', 'Good, slower'];
  if (name.startsWith('ffdhe')) return ['neutral', 'Good, slower than a curve'];
  if (name === 'x25519' || name === 'secp256r1') return ['good', 'Good'];
  return ['neutral', 'Rarely used'];
}

function refusedRows({ refused, accepted, version }: GroupAnswer): readonly ScanRow[] {
  const alone = told.filter((name) => refused.includes(name));
  const rest = refused.filter((name) => !told.includes(name));
  const shown = rest.filter((name) => /^x448$|^secp(?:384|521)r1$|^ffdhe2048$|^SecP.*MLKEM/.test(name));
  const hidden = rest.length - shown.length;
  const more = hidden === 0 ? '' : shown.length === 0 ? `${hidden} others` : `, and ${hidden} others`;
  const rows = alone.map((name): ScanRow => {
    const missing = name === 'X25519MLKEM768' && !accepted.some((group) => hybrid.test(group));
    return {
      mark: 'refused',
      name,
      level: missing ? 'note' : 'neutral',
      reason: missing
        ? 'No defence against quantum computers'
        : name === 'X25519MLKEM768'
          ? 'Another hybrid is there'
          : 'Not needed',
    };
  });
  const old: readonly ScanRow[] =
    version === 'TLSv1.3' ? [] : [{ mark: 'none', name: 'X25519MLKEM768', level: 'neutral', reason: 'Needs TLS 1.3' }];
  const others: readonly ScanRow[] =
    rest.length === 0
      ? []
      : [{ mark: 'refused', name: shown.join(', ') + more, level: 'neutral', reason: 'Not needed' }];
  return [...rows, ...old, ...others];
}

function dheRow({ accepted, bits, group }: DheAnswer): ScanRow {
  if (!accepted) return { mark: 'refused', name: 'finite field (DHE)', level: 'neutral', reason: 'Not needed' };
  const detail = [bits === undefined ? undefined : `${bits} bits`, group]
    .filter((part) => part !== undefined)
    .join(', ');
  const isShort = bits !== undefined && bits < MIN_DH_BITS;
  return {
    mark: 'accepted',
    name: 'finite field (DHE)',
    ...(detail === '' ? {} : { detail }),
    level: isShort ? 'change' : 'neutral',
    reason: isShort ? 'Too short: Logjam' : 'Good, slower than a curve',
    ...(isShort ? { source: 'RFC 9325 §4.5' } : {}),
  };
}
