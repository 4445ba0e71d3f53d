import { shownHex } from './bytes.ts';
import type { ExtensionPlace } from './extensionPlace.ts';
import { extensionReaders } from './extensionTable.ts';
import { extensionTypeName } from './extensionType.ts';
import { Reader } from './reader.ts';
import type { FieldValue } from './report.ts';

/** An extension as sent. `data` is a view. */
export interface Extension {
  readonly type: number;
  readonly data: Uint8Array;
}

/** Extensions behind their 16-bit length, in their order. */
export function readExtensions(reader: Reader, place: ExtensionPlace): readonly Extension[] {
  const part = reader.vector(2, 'the extensions');
  const extensions: Extension[] = [];
  while (part.left > 0)
    extensions.push(
      part.group(
        ({ type }) => extensionTypeName(type),
        () => readExtension(part, place),
      ),
    );
  return extensions;
}

function readExtension(reader: Reader, place: ExtensionPlace): Extension {
  const type = reader.u16('the type', extensionTypeName);
  const content = reader.separate(2, 'an extension');
  if (content.notes) readContent(type, content, place);
  return { type, data: content.bytes };
}

/** Content of the first extension of a type; undefined when there is none. */
export function findExtension(extensions: readonly Extension[], type: number): Uint8Array | undefined {
  return extensions.find((extension) => extension.type === type)?.data;
}

/** The same content to be read; undefined when there is none. */
export function openExtension(extensions: readonly Extension[], type: number): Reader | undefined {
  const data = findExtension(extensions, type);
  return data && new Reader(data);
}

/** For people: name, number, length, and the decoded content; `undecoded` says what could not be read. */
export function describeExtensions(extensions: readonly Extension[], place: ExtensionPlace): FieldValue {
  return extensions.map(({ type, data }) => ({
    name: extensionTypeName(type),
    number: type,
    bytes: data.length,
    ...describeContent(type, data, place),
  }));
}

function describeContent(type: number, data: Uint8Array, place: ExtensionPlace): Record<string, FieldValue> {
  const reader = new Reader(data);
  const fields = readContent(type, reader, place);
  return reader.fault === undefined ? fields : { ...fields, undecoded: reader.fault, hex: shownHex(data) };
}

function readContent(type: number, reader: Reader, place: ExtensionPlace): Record<string, FieldValue> {
  const read = extensionReaders[type];
  if (read === undefined) return reader.left === 0 ? {} : { hex: shownHex(reader.rest('the content')) };
  const fields = read(reader, place);
  reader.end('the extension');
  return fields;
}
