import { byteMap } from './byteMap.ts';
import type {
  Compared,
  ComparedGroup,
  ComparedRow,
  ComparedValue,
  CompareOptions,
  Comparison,
  Difference,
} from './comparison.ts';
import { differencesOf } from './differences.ts';
import { headlineOf } from './headline.ts';
import { markPair, type Segment } from './mark.ts';
import { describeCertificate, type DescribedRow } from '#core/certificate/describe.ts';
import { sameBytes } from '#core/certificate/name.ts';

/** Two certificates side by side: the answer in words first, then field by field with only the differing part marked. */
export function compareCertificates(a: Compared, b: Compared, options: CompareOptions): Comparison {
  const differences = differencesOf(a, b, options);
  return {
    ...headlineOf(a, b, options),
    differences,
    also: alsoOf(a, b, differences),
    groups: groupsOf(a, b, differences, options),
    bytes: byteMap(a.certificate.der, b.certificate.der),
  };
}

/** What differs in any two certificates, so that nobody wonders about it. */
function alsoOf(
  { certificate: a }: Compared,
  { certificate: b }: Compared,
  told: readonly Difference[],
): readonly string[] {
  const isTold = (field: string): boolean => told.some((difference) => difference.field === field);
  return [
    a.serial === b.serial ? '' : 'serial number',
    (a.notBefore === b.notBefore && a.notAfter === b.notAfter) || isTold('validity') ? '' : 'dates',
    sameBytes(a.signature, b.signature) ? '' : 'signature',
    sameBytes(a.der, b.der) ? '' : 'fingerprints',
  ].filter((word) => word !== '');
}

function groupsOf(a: Compared, b: Compared, differences: readonly Difference[], { now, host }: CompareOptions) {
  const options = { now, ...(host !== undefined && { asked: host }) };
  const sectionsB = describeCertificate(b.certificate, options);
  const sectionsA = describeCertificate(a.certificate, options);
  const titles = [...new Set([...sectionsA, ...sectionsB].map(({ title }) => title))];
  const numbers = new Map(differences.map(({ field, number }) => [field as string, number]));
  return titles.map((title): ComparedGroup => {
    const rowsA = sectionsA.find((section) => section.title === title)?.rows ?? [];
    const rowsB = sectionsB.find((section) => section.title === title)?.rows ?? [];
    return { title, rows: pairedRows(withPin(rowsA, a), withPin(rowsB, b), numbers) };
  });
}

/** With a row for the key itself below its kind: two keys of the same kind read alike otherwise. */
function withPin(rows: readonly DescribedRow[], { pin }: Compared): readonly DescribedRow[] {
  const at = rows.findIndex(({ field }) => field === 'publicKey');
  if (at < 0 || pin === undefined) return rows;
  return [
    ...rows.slice(0, at + 1),
    { label: 'Public key pin', value: pin, mono: true, field: 'publicKey' },
    ...rows.slice(at + 1),
  ];
}

/** Rows of the same label in the same order are pairs; what is left over stands alone. `numbers` are used up. */
function pairedRows(
  a: readonly DescribedRow[],
  b: readonly DescribedRow[],
  numbers: Map<string, number>,
): readonly ComparedRow[] {
  const restB = [...b];
  const paired = a.map((row) => {
    const at = restB.findIndex(({ label, field }) => label === row.label && field === row.field);
    return rowOf(row, at < 0 ? undefined : restB.splice(at, 1)[0], numbers);
  });
  return [...paired, ...restB.map((row) => rowOf(undefined, row, numbers))];
}

function rowOf(a: DescribedRow | undefined, b: DescribedRow | undefined, numbers: Map<string, number>): ComparedRow {
  const { label, field } = a ?? b ?? { label: '' };
  const isEqual = a !== undefined && b !== undefined && a.value === b.value;
  if (isEqual) return { label, field, kind: 'equal', a: valueOf(a, a.value, 'equal'), b: valueOf(b, b.value, 'equal') };
  const marks = a === undefined || b === undefined || field === 'validity' ? undefined : markPair(a.value, b.value);
  const difference = field === undefined ? undefined : numbers.get(field);
  // The number stands once, at the first row of its field that differs.
  if (field !== undefined) numbers.delete(field);
  return {
    label,
    field,
    kind: 'differs',
    difference,
    a: a && valueOf(a, a.value, 'differs', marks?.a),
    b: b && valueOf(b, b.value, 'differs', marks?.b),
  };
}

function valueOf(row: DescribedRow, text: string, kind: Segment['kind'], segments?: readonly Segment[]): ComparedValue {
  const { mono, note } = row;
  return { segments: segments ?? [{ text, kind }], ...(mono && { mono }), ...(note !== undefined && { note }) };
}
