import type { FieldValue, TlsMessage } from '#core/tls/report.ts';

/** One line of a decoded message: a name and its value, indented by how deep it lies. */
export interface FieldLine {
  readonly key: string;
  readonly depth: number;
  readonly name: string;
  /** Absent when the value is a record of its own: its fields follow, one deeper. */
  readonly value?: string;
}

type FieldRecord = { readonly [name: string]: FieldValue };

/** Lists of plain values stand on one line up to this many characters; longer ones get a line each… */
const LINE_CHARS = 72;
/** …up to this many lines: the fifty suites of a ClientHello are quicker read as a paragraph. */
const MOST_LINES = 8;

/** The decoded fields of a message in reading order. */
export function fieldLines(message: TlsMessage): readonly FieldLine[] {
  return linesOf(message.fields, 0, '');
}

function linesOf(record: FieldRecord, depth: number, path: string): FieldLine[] {
  return Object.entries(record).flatMap(([name, value]) => lines(words(name), value, depth, `${path}/${name}`));
}

function lines(name: string, value: FieldValue, depth: number, key: string): FieldLine[] {
  if (isList(value)) return listLines(name, value, depth, key);
  if (isRecord(value)) return recordLines(name, value, depth, key);
  return [{ key, depth, name, value: plain(value) }];
}

/** A record with a single plain field needs no line of its own for it. */
function recordLines(name: string, record: FieldRecord, depth: number, key: string): FieldLine[] {
  const [only, ...more] = Object.entries(record);
  if (only !== undefined && more.length === 0 && isPlain(only[1])) {
    return [{ key, depth, name, value: `${words(only[0])} ${plain(only[1])}` }];
  }
  return [{ key, depth, name }, ...linesOf(record, depth + 1, key)];
}

function listLines(name: string, values: readonly FieldValue[], depth: number, key: string): FieldLine[] {
  if (values.length === 0) return [{ key, depth, name, value: 'none' }];
  if (values.every(isPlain)) return plainList(name, values.map(plain), depth, key);
  if (values.every(isNamed)) {
    return [{ key, depth, name }, ...values.flatMap((value, index) => namedLines(value, depth + 1, `${key}/${index}`))];
  }
  return values.flatMap((value, index) => lines(`${name} ${index + 1}`, value, depth, `${key}/${index}`));
}

function plainList(name: string, texts: readonly string[], depth: number, key: string): FieldLine[] {
  const line = texts.join(', ');
  if (line.length <= LINE_CHARS || texts.length > MOST_LINES) return [{ key, depth, name, value: line }];
  return texts.map((text, index) => ({ key: `${key}/${index}`, depth, name: index === 0 ? name : '', value: text }));
}

/** An extension: its name, with its number and length on the same line, then what it says. */
function namedLines(record: FieldRecord, depth: number, key: string): FieldLine[] {
  const { name = '', number, bytes, ...rest } = record;
  const size = typeof bytes === 'number' ? `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}` : undefined;
  const facts = [typeof number === 'number' ? `number ${number}` : undefined, size].filter(
    (fact) => fact !== undefined,
  );
  return [{ key, depth, name: `${String(name)}`, value: facts.join(', ') }, ...linesOf(rest, depth + 1, key)];
}

function isList(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isRecord(value: FieldValue): value is FieldRecord {
  return value !== null && typeof value === 'object' && !isList(value);
}

function isPlain(value: FieldValue): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

function isNamed(value: FieldValue): value is FieldRecord {
  return isRecord(value) && typeof value['name'] === 'string';
}

function plain(value: string | number | boolean | null): string {
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === '' ? 'empty' : `${value}`;
}

/** 'supportedVersions' → 'supported versions'; names from the wire ('key_share') keep their underscores. */
function words(name: string): string {
  return name.replace(
    /([a-z0-9])([A-Z])(?=[a-z])/g,
    (_whole, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
}
