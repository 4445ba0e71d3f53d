import type { DescribedRow } from './describe.ts';
import type { Field } from './field.ts';

/** A row whose value comes in words; '' is no note. */
export function row(label: string, value: string, field: Field, note: string): DescribedRow {
  return { label, value, field, ...(note !== '' && { note }) };
}

/** The same with a value that stands letter by letter in the certificate. */
export function monoRow(label: string, value: string, field: Field, note: string): DescribedRow {
  return { ...row(label, value, field, note), mono: true };
}
