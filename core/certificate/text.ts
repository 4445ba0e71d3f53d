import { content, malformed, tags, type DerNode } from './der.ts';

const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16be');

/** The ASN.1 types of text, by identifier octet. */
const stringTypes: Readonly<Record<number, string>> = {
  [tags.utf8String]: 'UTF8String',
  [tags.numericString]: 'NumericString',
  [tags.printableString]: 'PrintableString',
  [tags.teletexString]: 'TeletexString',
  [tags.ia5String]: 'IA5String',
  [tags.visibleString]: 'VisibleString',
  [tags.universalString]: 'UniversalString',
  [tags.bmpString]: 'BMPString',
};

/**
 * Text of a string value with the name of its type; undefined when the node is no string.
 *
 * Bytes that the type does not allow become U+FFFD or their Latin-1 character: a name must be shown even when it is wrong.
 * TeletexString is read as Latin-1, which is what issuers put into it.
 */
export function readText(node: DerNode): { readonly value: string; readonly encoding: string } | undefined {
  const encoding = stringTypes[node.tag];
  if (encoding === undefined) return undefined;
  return { value: decodeText(node.tag, content(node)), encoding };
}

/** The text of a node that must be a string, whichever type issuers chose. @throws Malformed */
export function expectText(node: DerNode | undefined, what: string, parent: DerNode): string {
  if (node === undefined) return malformed(`${what} is missing`, parent);
  return readText(node)?.value ?? malformed(`${what} is no text`, node);
}

function decodeText(tag: number, bytes: Uint8Array): string {
  if (tag === tags.bmpString) return utf16.decode(bytes);
  if (tag === tags.universalString) return utf32(bytes);
  // Nearly all text is ASCII, and that is far cheaper than starting a decoder.
  if (tag === tags.utf8String && bytes.some((byte) => byte >= 0x80)) return utf8.decode(bytes);
  return latin1(bytes);
}

export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function utf32(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
    const point = a * 0x1000000 + ((b << 16) | (c << 8) | d);
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}

/**
 * Text of an IA5String (DNS names, addresses, URLs): visible ASCII as it is, every other byte as `\xx`.
 *
 * A host name with a NUL, a line break or a UTF-8 letter is shown for what it is and can never equal a real one. A
 * backslash is escaped too, so that the escapes cannot be forged.
 */
export function visibleAscii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text += byte > 0x20 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : hexEscape(byte);
  return text;
}

/**
 * Characters that change how the text around them reads: controls (a terminal obeys them), line and paragraph separators,
 * and the marks that reverse the direction of writing.
 */
const deceptive = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The same text with deceptive characters as the hex of their UTF-8 bytes (`\e2\80\ae`), the escape of RFC 4514 §2.4. */
export function harmless(text: string): string {
  return text.replace(deceptive, (character) => Array.from(new TextEncoder().encode(character), hexEscape).join(''));
}

function hexEscape(byte: number): string {
  return `\\${byte.toString(16).padStart(2, '0')}`;
}
