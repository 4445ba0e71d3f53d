import { extensionOf, type Certificate, type GeneralName } from './certificate.ts';
import type { TimestampVerdict } from './ct/checkTimestamp.ts';
import { describeExtension } from './describeExtension.ts';
import { describeKey } from './describeKey.ts';
import { attributeRows, unicodeRows } from './describeName.ts';
import { lifetimeLimit } from './lifetimeLimit.ts';
import { row } from './row.ts';
import { extensionField, type Field } from './field.ts';
import { withColons } from './fingerprint.ts';
import { nameText } from './nameText.ts';
import { formatName, readableName } from './name.ts';
import { daysLeft, formatDays, formatMoment, validDays, validityAt } from './validity.ts';

/** One line of a certificate as it is shown. */
export interface DescribedRow {
  readonly label: string;
  readonly value: string;
  /** Comes from the certificate letter by letter: set in a fixed-width face. */
  readonly mono?: true;
  /** What it means, in plain words. */
  readonly note?: string;
  /** The part of the certificate it comes from: links it to the ASN.1 tree and the bytes. */
  readonly field?: Field;
}

export interface DescribedSection {
  readonly title: string;
  readonly rows: readonly DescribedRow[];
}

export interface DescribeOptions {
  /** ms UTC; without it the description says nothing about today. */
  readonly now?: number;
  /** The host that was asked; without it the description says nothing about which name was meant. */
  readonly asked?: string;
  /** 'full': every number and every part of a name has its row too. Default: what a reader needs at first. */
  readonly detail?: 'full';
  /** Whose key its signature was verified with, by name; absent: it was not verified. */
  readonly signer?: string;
  /** What checking its timestamps gave (ct/checkTimestamp.ts), in their order; without it nothing is said about them. */
  readonly timestamps?: readonly TimestampVerdict[];
}

/**
 * A certificate in words, for a viewer and for the terminal: Names, Key and signature, Validity, Extensions.
 *
 * Fingerprints are not among them: core has no hashes, whoever shows the certificate has them already.
 */
export function describeCertificate(
  certificate: Certificate,
  options: DescribeOptions = {},
): readonly DescribedSection[] {
  const extensions = certificate.extensions.flatMap((extension) => describeExtension(extension, options));
  return [
    { title: 'Names', rows: describeNames(certificate, options) },
    { title: 'Key and signature', rows: describeKey(certificate, options) },
    { title: 'Validity', rows: describeValidity(certificate, options) },
    ...(extensions.length > 0 ? [{ title: 'Extensions', rows: extensions }] : []),
  ];
}

function describeNames(certificate: Certificate, { asked, detail }: DescribeOptions): readonly DescribedRow[] {
  const names = extensionOf(certificate, 'subjectAltName')?.names ?? [];
  const selfIssued = formatName(certificate.subject) === formatName(certificate.issuer);
  return [
    ...(names.length > 0
      ? [
          {
            label: 'Valid for',
            value: names.map(nameText).join(', '),
            mono: true,
            note: namesNote(names, asked),
            field: extensionField('2.5.29.17'),
          } as const,
        ]
      : []),
    ...unicodeRows(names),
    { ...nameRow('Subject', readableName(certificate.subject)), field: 'subject' },
    ...(detail === 'full' ? attributeRows(certificate.subject, 'subject') : []),
    {
      ...nameRow('Issuer', readableName(certificate.issuer)),
      ...(selfIssued && { note: 'itself' }),
      field: 'issuer',
    },
    ...(detail === 'full' && !selfIssued ? attributeRows(certificate.issuer, 'issuer') : []),
    {
      label: 'Serial number',
      value: withColons(certificate.serial),
      mono: true,
      note: serialNote(certificate.serial),
      field: 'serial',
    },
    ...(detail === 'full' ? [row('Serial in decimal', decimalText(certificate.serial), 'serial', '')] : []),
    {
      label: 'Version',
      value: String(certificate.version),
      field: 'version',
      ...(certificate.version < 3 && { note: 'old: it cannot say what it may be used for' }),
    },
  ];
}

function nameRow(label: string, name: string): DescribedRow {
  return name === '' ? { label, value: '(empty name)' } : { label, value: name, mono: true };
}

const numbers = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'] as const;
const ordinals = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
] as const;

/** 'Three exact names. You asked for the second.' */
function namesNote(names: readonly GeneralName[], asked: string | undefined): string {
  const dns = names.filter((name) => name.kind === 'dns');
  const stars = dns.filter((name) => nameText(name).startsWith('*.')).length;
  const exact = dns.length - stars;
  const addresses = names.filter((name) => name.kind === 'ip').length;
  const parts = [
    counted(exact, 'exact name'),
    counted(stars, 'wildcard'),
    counted(addresses, 'address', 'addresses'),
    counted(names.length - dns.length - addresses, 'other name'),
  ].filter((part) => part !== undefined);
  const first = parts.map((part, index) => (index === 0 ? part : part.toLowerCase())).join(', ');
  const place =
    asked === undefined ? -1 : names.findIndex((name) => nameText(name).toLowerCase() === asked.toLowerCase());
  if (place < 0 || names.length < 2) return `${first}.`;
  return `${first}. You asked for the ${ordinals[place] ?? `${place + 1}th`}.`;
}

function counted(count: number, one: string, many = `${one}s`): string | undefined {
  if (count === 0) return undefined;
  return `${numbers[count] ?? count} ${count === 1 ? one : many}`;
}

/** Public authorities owe 64 unpredictable bits (Baseline Requirements §7.1), so that a forged twin cannot be prepared. */
const RANDOM_BITS = 64;

function decimalText(serial: string): string {
  return BigInt.asIntN(serial.length * 4, BigInt(`0x${serial || '0'}`)).toString();
}

function serialNote(serial: string): string {
  const digits = serial.replace(/^0+/, '');
  if (digits === '') return 'zero, which RFC 5280 forbids';
  if (parseInt(serial.slice(0, 2), 16) >= 0x80) return 'negative, which RFC 5280 forbids';
  const bits = (digits.length - 1) * 4 + parseInt(digits.slice(0, 1), 16).toString(2).length;
  const length = `${bits} bit${bits === 1 ? '' : 's'}`;
  return bits >= RANDOM_BITS - 8 ? `${length}, random enough` : `${length}, short enough to guess`;
}

function describeValidity(certificate: Certificate, { now, detail }: DescribeOptions): readonly DescribedRow[] {
  const { notBefore, notAfter } = certificate;
  const length = formatDays(validDays(certificate));
  return [
    row('From', formatMoment(notBefore), 'validity', ''),
    row('Until', formatMoment(notAfter), 'validity', now === undefined ? '' : todayNote(certificate, now)),
    row('In all', length, 'validity', lifetimeNote(certificate)),
    ...(detail === 'full' && now !== undefined ? [row('Passed', passedText(certificate, now), 'validity', '')] : []),
  ];
}

/** Authorities are bound by no such limit for themselves, and private ones by none at all: what is longer is told, not blamed. */
function lifetimeNote(certificate: Certificate): string {
  const limit = lifetimeLimit(certificate);
  const isAuthority = extensionOf(certificate, 'basicConstraints')?.ca === true;
  if (limit === undefined || isAuthority) return '';
  const days = validDays(certificate);
  return `${days > limit ? 'more than' : 'within'} the ${limit} days that public authorities may give when it begins`;
}

function passedText({ notBefore, notAfter }: Certificate, now: number): string {
  const part = (now - notBefore) / Math.max(1, notAfter - notBefore);
  return `${Math.floor(Math.min(1, Math.max(0, part)) * 100)} %`;
}

function todayNote(certificate: Certificate, now: number): string {
  const state = validityAt(certificate, now);
  if (state === 'not-yet-valid') return 'not valid yet';
  if (state === 'valid') return `${formatDays(daysLeft(certificate.notAfter, now))} left`;
  return `expired ${formatDays(daysLeft(now, certificate.notAfter))} ago`;
}
