import type { Certificate } from '#core/certificate/certificate.ts';
import type { TimestampVerdict } from '#core/certificate/ct/checkTimestamp.ts';
import { describeCertificate } from '#core/certificate/describe.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import type { CertificateIdentity } from '#core/certificate/identity.ts';
import { shortName } from '#core/certificate/name.ts';
import { heading, toned, wrap, type Line } from './line.ts';

export interface CertificateReportInput {
  readonly certificate: Certificate;
  readonly identity: CertificateIdentity;
  /** What checking its Certificate Transparency timestamps gave, in their order. */
  readonly timestamps: readonly TimestampVerdict[];
  /** ms UTC. */
  readonly now: number;
  readonly width: number;
}

const LABEL_COLUMNS = 26;

/** Everything a certificate says, field by field, with what it means. */
export function reportCertificate({
  certificate,
  identity,
  timestamps,
  now,
  width,
}: CertificateReportInput): readonly Line[] {
  const sections = describeCertificate(certificate, { now, timestamps, detail: 'full' });
  return [
    [toned('strong', shortName(certificate.subject))],
    ...sections.flatMap(({ title, rows }) => [
      ...heading(title),
      ...rows.flatMap(({ label, value, note }) => field(label, value, note, width)),
    ]),
    ...heading('Fingerprints'),
    ...fingerprints(identity).flatMap(([label, value, note]) => field(label, value, note, width)),
  ];
}

function fingerprints({
  sha256,
  sha1,
  md5,
  spkiSha256,
  pin,
  subjectHash,
  keySha1,
  keyIdentifierIsSha1,
}: CertificateIdentity): readonly (readonly [label: string, value: string, note?: string | undefined])[] {
  const isIdentifier = keyIdentifierIsSha1 ? 'is its key identifier' : 'its key identifier is another value';
  return [
    ['SHA-256', withColons(sha256)],
    ['SHA-1', withColons(sha1), 'for old tools; proves nothing'],
    ['MD5', withColons(md5), 'for very old tools; proves nothing'],
    ['Public key SHA-256', withColons(spkiSha256)],
    ['Public key pin', pin, 'stays the same when the certificate is renewed with its key'],
    ['Key SHA-1', withColons(keySha1), keyIdentifierIsSha1 === undefined ? undefined : isIdentifier],
    ['Subject hash', subjectHash, 'its file name in a folder of openssl'],
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
