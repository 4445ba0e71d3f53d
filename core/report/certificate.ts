import type { Certificate } from '#core/certificate/certificate.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { shortName } from '#core/certificate/name.ts';
import { heading, toned, wrap, type Line } from './line.ts';

export interface CertificateReportInput {
  readonly certificate: Certificate;
  /** SHA-256 of the DER, lower-case hex. */
  readonly sha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
  readonly spkiSha256: string;
  /** ms UTC. */
  readonly now: number;
  readonly width: number;
}

const LABEL_COLUMNS = 26;

/** Everything a certificate says, field by field, with what it means. */
export function reportCertificate({
  certificate,
  sha256,
  spkiSha256,
  now,
  width,
}: CertificateReportInput): readonly Line[] {
  const sections = describeCertificate(certificate, { now });
  return [
    [toned('strong', shortName(certificate.subject))],
    ...sections.flatMap(({ title, rows }) => [
      ...heading(title),
      ...rows.flatMap(({ label, value, note }) => field(label, value, note, width)),
    ]),
    ...heading('Fingerprints'),
    ...field('SHA-256', withColons(sha256), undefined, width),
    ...field('Public key SHA-256', withColons(spkiSha256), undefined, width),
  ];
}

function field(label: string, value: string, note: string | undefined, width: number): readonly Line[] {
  const room = Math.max(20, width - LABEL_COLUMNS);
  const values = chunks(value, room);
  const meaning = note === undefined ? [] : wrap(note, room);
  const indent = ' '.repeat(LABEL_COLUMNS);
  return [
    ...values.map((text, at): Line => {
      const name = at === 0 ? `  ${label}`.padEnd(LABEL_COLUMNS) : indent;
      return [toned('dim', name.length > LABEL_COLUMNS ? `${name} ` : name), text];
    }),
    ...meaning.map((text): Line => [indent, toned('dim', text)]),
  ];
}

/** Wrapped at spaces; a fingerprint or key without any is cut after a colon or wherever the line is full. */
function chunks(value: string, room: number): readonly string[] {
  return wrap(value, room).flatMap((line) => {
    const pieces: string[] = [];
    let rest = line;
    while (rest.length > room) {
      const colon = rest.lastIndexOf(':', room - 1);
      const end = colon > room / 2 ? colon + 1 : room;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return [...pieces, rest];
  });
}
