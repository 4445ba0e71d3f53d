import type { CertificateTimestamp, ExtensionValue } from './certificate.ts';
import type { TimestampVerdict } from './ct/checkTimestamp.ts';
import { ctLog, ctLogText } from './ct/ctLog.ts';
import type { DescribedRow } from './describe.ts';
import { formatMoment } from './validity.ts';

type TimestampList = Extract<ExtensionValue, { kind: 'signedCertificateTimestampList' }>;

/** A row for each timestamp: the log by its name, when, and whether the log really signed it. */
export function timestampRows(
  { timestamps, laterVersions }: TimestampList,
  verdicts: readonly TimestampVerdict[] = [],
): readonly DescribedRow[] {
  return [
    ...timestamps.map((timestamp, at) => timestampRow(timestamp, verdicts[at])),
    ...laterVersions.map((version) => ({
      label: 'Transparency log',
      value: `a timestamp of version ${version + 1}`,
      note: 'only version 1 is defined',
    })),
  ];
}

/** Of a log that is not in the list, the ID is all there is to say. */
function timestampRow(
  { version, logId, timestamp, algorithm }: CertificateTimestamp,
  verdict: TimestampVerdict | undefined,
): DescribedRow {
  const log = ctLog(logId);
  const words = verdict === undefined ? undefined : verdictWords[verdict];
  const note = [
    `logged ${formatMoment(timestamp)}`,
    ...(log === undefined ? [ctLogText(logId)] : []),
    ...(words === undefined ? [] : [words]),
    `v${version}`,
    algorithm,
  ].join(' · ');
  if (log === undefined) return { label: 'Transparency log', value: logId, mono: true, note };
  return { label: 'Transparency log', value: ctLogText(logId), note };
}

const verdictWords: Readonly<Record<TimestampVerdict, string | undefined>> = {
  good: 'the log did sign it',
  bad: 'the log did not sign this certificate',
  // Said already: by the words for the log.
  'unknown-log': undefined,
  'not-checked': 'not checked: its issuer is not at hand',
};
