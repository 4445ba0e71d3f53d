import { formatMs, formatPlural } from '#core/format.ts';
import { bracketed } from '#core/http/address.ts';
import { explainScanFailure } from '#core/scan/explain.ts';
import { judgeScan } from '#core/scan/judge.ts';
import { withSource, type ScanChange, type ScanJudgement, type ScanLevel, type ScanRow } from '#core/scan/judgement.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { certificateWords, changeCount, notTried } from '#core/scan/words.ts';
import { columns, heading, toned, wrap, type Line, type Span, type Tone } from './line.ts';

/** What `wireglass scan --json` prints: all that was found, and what to think of it. */
export interface ScanJson extends ScanReport {
  readonly judgement: ScanJudgement;
  /** In words, when the scan stopped by itself. */
  readonly explanation?: { readonly title: string; readonly cause: string; readonly remedy: string };
}

export function scanJson(report: ScanReport): ScanJson {
  return {
    ...report,
    judgement: judgeScan(report),
    ...(report.failure === undefined ? {} : { explanation: explainScanFailure(report.failure) }),
  };
}

/** A scan to be read by a person: what was found, line by line with its reason, and what should change. */
export function reportScan(report: ScanReport, width: number): readonly Line[] {
  const { sections, changes } = judgeScan(report);
  return [
    ...headLines(report),
    ...failureLines(report, width),
    ...sections.flatMap(({ title, subtitle, rows }) => [
      ...heading(subtitle === undefined || subtitle === '' ? title : `${title}, ${subtitle}`),
      ...(rows.length === 0 ? [['  nothing'] as Line] : columns(rows.map(cells))),
    ]),
    ...changeLines(report, changes, width),
  ];
}

function headLines(report: ScanReport): readonly Line[] {
  const { host, port, remote, connections, elapsedMs, certificate, oddities } = report;
  const untried = notTried(report);
  const facts: readonly (readonly [string, Span])[] = [
    ['Address', remote === undefined ? 'none' : `${bracketed(remote.address)}:${remote.port}`],
    ['Tried', `${formatPlural(connections.made, 'connection')} in ${formatMs(elapsedMs)}`],
    ...(certificate === undefined ? [] : [['Certificate', certificateLine(report)] as const]),
    ...(untried === '' ? [] : [['Not tried', toned('warn', untried)] as const]),
    ...oddities.map((oddity) => ['Odd', toned('warn', oddity)] as const),
  ];
  return [
    [toned('strong', `Scan of ${bracketed(host)}:${port}`)],
    ...columns(facts.map(([label, value]) => [toned('dim', label), value])),
  ];
}

function certificateLine({ certificate }: ScanReport): Span {
  const { subject, key, notAfter, verdict } = certificate ?? {};
  const end = notAfter === undefined ? undefined : `until ${new Date(notAfter).toISOString().slice(0, 10)}`;
  const text = [certificateWords(certificate), subject, key, end].filter((part) => part !== undefined).join(' · ');
  return verdict?.kind === 'untrusted' ? toned('bad', text) : text;
}

function failureLines({ failure }: ScanReport, width: number): readonly Line[] {
  if (failure === undefined) return [];
  const { title, cause, remedy } = explainScanFailure(failure);
  const paragraphs = [cause, remedy].flatMap((text) => wrap(text, width - 4).map((line): Line => [`    ${line}`]));
  return [[], [toned('bad', `  ✗ ${title}`)], ...paragraphs];
}

const tones: Readonly<Record<ScanLevel, Tone | undefined>> = {
  good: 'good',
  change: 'warn',
  note: undefined,
  neutral: 'dim',
};

function cells(row: ScanRow): readonly Span[] {
  const { rank, mark, name, detail } = row;
  const sign = { accepted: '✓', refused: '✗', none: ' ' }[mark];
  const what = detail === undefined ? name : `${name} · ${detail}`;
  const tone = tones[row.level];
  const why = `${row.level === 'change' ? '! ' : ''}${withSource(row)}`;
  return [
    rank === undefined ? '' : `${rank}`,
    sign,
    mark === 'accepted' ? what : toned('dim', what),
    tone === undefined ? why : toned(tone, why),
  ];
}

function changeLines(report: ScanReport, changes: readonly ScanChange[], width: number): readonly Line[] {
  if (report.versions.length === 0) return [];
  return [
    ...heading(changeCount(report)),
    ...changes.flatMap((change): readonly Line[] => [
      [toned(change.level === 'change' ? 'warn' : 'dim', `  ${change.level === 'change' ? '!' : '·'} ${change.title}`)],
      ...wrap(withSource(change), width - 4).map((line): Line => [`    ${line}`]),
    ]),
  ];
}
