import type { Name, NameAttribute } from './certificate.ts';
import {
  children,
  expectTag,
  guarded,
  malformed,
  readWhole,
  sequence,
  tags,
  whole,
  type DerFailure,
  type DerNode,
} from './der.ts';
import { toHex } from './fingerprint.ts';
import { attributeLabels, readOid } from './oid.ts';
import { harmless, readText } from './text.ts';
import type { Result } from '#core/result.ts';

/** A distinguished name (RFC 5280 §4.1.2.4) from its DER, for instance from a CertificateRequest's list of authorities. */
export function decodeName(der: Uint8Array): Result<Name, DerFailure> {
  return guarded(() => {
    const node = readWhole(new Uint8Array(der));
    return readName(node, 'the name', node);
  });
}

/** A distinguished name inside a larger value. @throws Malformed */
export function readName(node: DerNode | undefined, what: string, parent: DerNode): Name {
  const found = expectTag(node, tags.sequence, what, parent);
  const rdns = children(found).map((rdn) => {
    const attributes = children(expectTag(rdn, tags.set, `a part of ${what}`, found));
    if (attributes.length === 0) malformed(`${what} has an empty part`, rdn);
    return attributes.map((attribute) => readAttribute(attribute, what));
  });
  return { rdns, der: whole(found) };
}

/** One type and value of a name. @throws Malformed */
export function readAttribute(node: DerNode, what: string): NameAttribute {
  const parts = sequence(node, `an attribute of ${what}`, node);
  const [type, value] = parts;
  const oid = readOid(type, `an attribute type of ${what}`, node);
  if (value === undefined || parts.length !== 2)
    return malformed(`an attribute of ${what} is not a type and a value`, node);
  const label = attributeLabels[oid] ?? oid;
  const text = readText(value);
  if (text === undefined)
    return { oid, label, value: `#${toHex(whole(value))}`, encoding: `tag 0x${value.tag.toString(16)}` };
  return { oid, label, ...text };
}

/** RFC 4514: most specific part first, 'CN=E8,O=Let\27s Encrypt,C=US'. '' for the empty name. Deceptive characters are escaped. */
export function formatName(name: Name): string {
  return [...name.rdns]
    .reverse()
    .map((rdn) => rdn.map((attribute) => `${attribute.label}=${escapeValue(attribute.value)}`).join('+'))
    .join(',');
}

/** In the order of the certificate, with spaces: "C=US, O=Let's Encrypt, CN=E8". For reading; formatName is for comparing. */
export function readableName(name: Name): string {
  return name.rdns
    .map((rdn) => rdn.map((attribute) => `${attribute.label}=${escapeValue(attribute.value)}`).join(' + '))
    .join(', ');
}

/** What people call it: CN, else O, else OU, else the whole name, else '(empty name)'. Deceptive characters are escaped. */
export function shortName(name: Name): string {
  const text = attributeOf(name, 'CN') ?? attributeOf(name, 'O') ?? attributeOf(name, 'OU') ?? formatName(name);
  return text === '' ? '(empty name)' : text;
}

/** The most specific value of an attribute ('CN', 'O'…), or undefined when there is none or it is empty. */
export function attributeOf(name: Name, label: string): string | undefined {
  for (const rdn of [...name.rdns].reverse())
    for (const attribute of rdn)
      if (attribute.label === label && attribute.value !== '') return harmless(attribute.value);
  return undefined;
}

/** The key that trust stores index subjects by: hex of the raw bytes. */
export function nameKey(name: Name): string {
  return toHex(name.der);
}

/** By the name: a path search asks for the same few names thousands of times. */
const canonicalNames = new WeakMap<Name, string>();

/**
 * A text that is equal for names that RFC 5280 §7.1 calls equal although their bytes differ: string types, letter case and
 * runs of spaces do not count.
 */
export function canonicalName(name: Name): string {
  const known = canonicalNames.get(name);
  if (known !== undefined) return known;
  const rdns = name.rdns.map((rdn) =>
    rdn.map(({ oid, value }) => `${oid}=${value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()}`).sort(),
  );
  const canonical = JSON.stringify(rdns);
  canonicalNames.set(name, canonical);
  return canonical;
}

/** Equal bytes, or equal by RFC 5280 §7.1. */
export function sameName(a: Name, b: Name): boolean {
  return sameBytes(a.der, b.der) || (a.rdns.length === b.rdns.length && canonicalName(a) === canonicalName(b));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** RFC 4514 §2.4: special characters, a space or # at the start, a space at the end. */
function escapeValue(value: string): string {
  return harmless(value.replace(/[\\"+,;<>]|^[ #]|(?!^) $/g, '\\$&'));
}
