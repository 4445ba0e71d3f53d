import type { Certificate } from '#core/certificate/certificate.ts';
import type { TimestampVerdict } from '#core/certificate/ct/checkTimestamp.ts';
import { describeCertificate, type DescribedRow } from '#core/certificate/describe.ts';
import { extensionField, type Field } from '#core/certificate/field.ts';
import type { Asn1Node } from '#core/certificate/tree.ts';
import { isAuthority } from '#renderer/ui/chainSteps.ts';

/** A part of the list that a tab leads to. */
export interface FieldSection {
  readonly id: string;
  readonly title: string;
  /** The word of its tab, where that is shorter. */
  readonly tab: string;
  readonly rows: readonly DescribedRow[];
}

const SCT_LIST = extensionField('1.3.6.1.4.1.11129.2.4.2');

const tabs: Readonly<Record<string, string>> = { 'Key and signature': 'Key' };

export interface FieldOptions {
  /** ms UTC. */
  readonly now: number;
  readonly asked?: string | undefined;
  readonly detail: 'plain' | 'full';
  /** Whose key its signature was verified with, by name. */
  readonly signer?: string | undefined;
  /** What checking the timestamps of logs gave, in their order; absent while it is not known. */
  readonly timestamps?: readonly TimestampVerdict[] | undefined;
}

/** A certificate in sections with what is marked in the bytes; the timestamps of logs stand apart from the other extensions. */
export function fieldSections(certificate: Certificate, options: FieldOptions): readonly FieldSection[] {
  const { now, asked, detail, signer, timestamps: verdicts } = options;
  const described = describeCertificate(certificate, {
    now,
    ...(detail === 'full' && { detail }),
    ...(signer !== undefined && { signer }),
    ...(asked !== undefined && { asked }),
    ...(verdicts !== undefined && { timestamps: verdicts }),
  });
  const sections = described.map(({ title, rows }) => ({
    id: title,
    title,
    tab: tabs[title] ?? title,
    rows: rows.filter(({ field }) => field !== SCT_LIST),
  }));
  const timestamps = described.flatMap(({ rows }) => rows.filter(({ field }) => field === SCT_LIST));
  const shown = timestamps.length > 0 || isAuthority(certificate) ? timestamps : [noTimestamps];
  const transparency = { id: 'Transparency', title: 'Certificate transparency', tab: 'Transparency', rows: shown };
  return [...sections, transparency].filter(({ rows }) => rows.length > 0);
}

const noTimestamps: DescribedRow = {
  label: 'Timestamps',
  value: 'None in the certificate',
  note: 'Browsers ask public authorities for them; a private one needs none.',
};

/** What the fields are called where the certificate as a whole cannot be decoded. */
const fieldNames: readonly (readonly [field: Field, label: string])[] = [
  ['version', 'Version'],
  ['serial', 'Serial number'],
  ['innerSignature', 'Signature inside'],
  ['issuer', 'Issuer'],
  ['validity', 'Validity'],
  ['subject', 'Subject'],
  ['publicKey', 'Public key'],
  ['signature', 'Signature'],
];

/** Longest text made of one field's values, in characters. */
const MAX_CHARS = 600;

/** The fields of a malformed certificate as far as its values can be read, in the order of the bytes. */
export function readableSections(tree: Asn1Node | undefined): readonly FieldSection[] {
  if (tree === undefined) return [];
  const rows: DescribedRow[] = [];
  const visit = (node: Asn1Node): void => {
    if (node.field === undefined) node.children.forEach(visit);
    else if (node.field !== 'signatureValue') rows.push(rowOf(node, node.field));
  };
  visit(tree);
  return rows.length === 0 ? [] : [{ id: 'Read', title: 'As far as it can be read', tab: 'Fields', rows }];
}

function rowOf(node: Asn1Node, field: Field): DescribedRow {
  const label = fieldNames.find(([name]) => name === field)?.[1] ?? node.label ?? field;
  const values = valuesOf(node);
  const [first] = values;
  // An extension begins with its own name, which stands beside it already.
  const text = field === 'version' ? versionText(values) : (first === label ? values.slice(1) : values).join(', ');
  const value = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  const row = { label, value: value === '' ? '(nothing)' : value, mono: true, field } as const;
  const fault = faultOf(node);
  return fault === undefined ? row : { ...row, note: `cannot be read to its end: ${fault}` };
}

/** Version 3 is written as 2 (RFC 5280 §4.1). */
function versionText(values: readonly string[]): string {
  return values.map((value) => (/^\d$/.test(value) ? String(Number(value) + 1) : value)).join(', ');
}

function valuesOf(node: Asn1Node): readonly string[] {
  if (node.children.length === 0) return node.value === undefined || node.value === '' ? [] : [bareName(node)];
  const values: string[] = [];
  let length = 0;
  for (const child of node.children) {
    if (length > MAX_CHARS) break;
    for (const value of valuesOf(child)) {
      values.push(value);
      length += value.length;
    }
  }
  return values;
}

/** What an OID is called, where it has a name: the number stands in the tree. */
function bareName({ type, value = '' }: Asn1Node): string {
  return type === 'OBJECT IDENTIFIER' ? value.replace(/^[\d.]+ (?=\S)/, '') : value;
}

function faultOf(node: Asn1Node): string | undefined {
  return node.fault ?? node.children.map(faultOf).find((fault) => fault !== undefined);
}
