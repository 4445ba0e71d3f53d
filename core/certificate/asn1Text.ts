import { content, guarded, readableChildren, readWhole, tags, type DerNode } from './der.ts';
import { toHex } from './fingerprint.ts';
import { oidName } from './oidName.ts';
import { oidText } from './oid.ts';
import { harmless, latin1, readText } from './text.ts';
import { readTime } from './time.ts';
import { formatMoment } from './validity.ts';

/** By identifier octet (X.680 §8.6). */
export const typeNames: Readonly<Record<number, string>> = {
  0x00: 'END',
  [tags.boolean]: 'BOOLEAN',
  [tags.integer]: 'INTEGER',
  [tags.bitString]: 'BIT STRING',
  [tags.octetString]: 'OCTET STRING',
  [tags.null]: 'NULL',
  [tags.oid]: 'OBJECT IDENTIFIER',
  0x07: 'ObjectDescriptor',
  0x28: 'EXTERNAL',
  0x09: 'REAL',
  0x0a: 'ENUMERATED',
  [tags.utf8String]: 'UTF8String',
  0x0d: 'RELATIVE-OID',
  [tags.sequence]: 'SEQUENCE',
  [tags.set]: 'SET',
  [tags.numericString]: 'NumericString',
  [tags.printableString]: 'PrintableString',
  [tags.teletexString]: 'TeletexString',
  0x15: 'VideotexString',
  [tags.ia5String]: 'IA5String',
  [tags.utcTime]: 'UTCTime',
  [tags.generalizedTime]: 'GeneralizedTime',
  0x19: 'GraphicString',
  [tags.visibleString]: 'VisibleString',
  0x1b: 'GeneralString',
  [tags.universalString]: 'UniversalString',
  [tags.bmpString]: 'BMPString',
};

const classNames = ['UNIVERSAL ', 'APPLICATION ', '', 'PRIVATE '] as const;

/** 'SEQUENCE', '[0]', '[APPLICATION 3]'. */
export function typeName({ tag, number }: DerNode): string {
  return typeNames[tag] ?? `[${classNames[tag >> 6] ?? ''}${number}]`;
}

/** Bytes and characters shown of a long value; its length stands beside it. */
const SHOWN_BYTES = 24;
const SHOWN_CHARACTERS = 120;

/** A primitive value in a few words. */
export function valueText(node: DerNode): string {
  const bytes = content(node);
  switch (node.tag) {
    case tags.null:
      return '';
    case tags.boolean:
      return bytes.length === 1 ? (bytes[0] === 0 ? 'FALSE' : 'TRUE') : hexText(bytes);
    case tags.integer:
    case 0x0a:
      return integerText(bytes);
    case tags.oid:
      return oidWithName(bytes);
    case tags.bitString:
      return `${bitCount(bytes)}: ${hexText(bytes.subarray(1))}`;
    case tags.utcTime:
    case tags.generalizedTime:
      return timeText(node);
    default:
      return textOf(node) ?? hexText(bytes);
  }
}

/** Decimal up to 64 bits, hex beyond: a serial number or a modulus says nothing in decimal. */
function integerText(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  if (bytes.length > 8) return hexText(bytes);
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${toHex(bytes)}`)).toString();
}

function oidWithName(bytes: Uint8Array): string {
  const oid = oidText(bytes);
  if (oid === undefined) return hexText(bytes);
  const name = oidName(oid);
  return name === undefined ? oid : `${oid} ${name}`;
}

function bitCount(bytes: Uint8Array): string {
  const bits = Math.max(0, (bytes.length - 1) * 8 - (bytes[0] ?? 0));
  return `${bits} bit${bits === 1 ? '' : 's'}`;
}

function timeText(node: DerNode): string {
  const written = harmless(latin1(content(node).subarray(0, SHOWN_CHARACTERS)));
  const moment = guarded(() => readTime(node));
  return moment.ok ? `${written} (${formatMoment(moment.value)})` : written;
}

function textOf(node: DerNode): string | undefined {
  const text = readText(node)?.value ?? visibleText(node);
  if (text === undefined) return undefined;
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return harmless(shown);
}

/** [1], [2] and [6] of a general name are text without saying so. */
function visibleText(node: DerNode): string | undefined {
  const bytes = content(node);
  if (node.tag >> 6 !== 2 || bytes.length < 2) return undefined;
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? latin1(bytes) : undefined;
}

function hexText(bytes: Uint8Array): string {
  const more = bytes.length > SHOWN_BYTES ? '…' : '';
  return `${toHex(bytes.subarray(0, SHOWN_BYTES))}${more}`;
}

/** Longest outline of a value, in characters; the rest is in the ASN.1 tree. */
const SHOWN_OUTLINE = 300;

/**
 * A value with all that is in it on one line: 'SEQUENCE { 2.5.4.3 CN, x, 5 }'; undefined when the bytes are no ASN.1. For what
 * nobody decodes further.
 */
export function outlineText(der: Uint8Array): string | undefined {
  const read = guarded(() => outline(readWhole(der), 0));
  if (!read.ok) return undefined;
  return read.value.length > SHOWN_OUTLINE ? `${read.value.slice(0, SHOWN_OUTLINE)}…` : read.value;
}

/** Values of one level that are written out, and levels: what is cut off afterwards need not be put together. */
const OUTLINE_WIDTH = 40;
const OUTLINE_DEPTH = 12;

function outline(node: DerNode, depth: number): string {
  if ((node.tag & 0x20) === 0) return node.tag === tags.null ? 'NULL' : valueText(node);
  if (depth === OUTLINE_DEPTH) return '…';
  const { nodes, fault } = readableChildren(node, OUTLINE_WIDTH + 1);
  const inner = nodes.slice(0, OUTLINE_WIDTH).map((child) => outline(child, depth + 1));
  const parts = [...inner, ...(nodes.length > OUTLINE_WIDTH || fault !== undefined ? ['…'] : [])];
  return `${typeName(node)} { ${parts.join(', ')} }`;
}
