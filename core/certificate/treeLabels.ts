import { context, tags } from './der.ts';
import { extensionName } from './extensions/table.ts';
import { extensionField, type Field } from './field.ts';
import { attributeLabels, oidText } from './oid.ts';
import type { Asn1Node } from './tree.ts';

/**
 * The tree of a certificate with the names of RFC 5280 §4.1 on its parts. By position and tag alone: what does not fit keeps
 * no label, so a malformed certificate is labelled as far as it goes.
 */
export function labelCertificate(top: Asn1Node, der: Uint8Array): Asn1Node {
  const [signed, algorithm, signature] = top.children;
  return labelled(top, 'Certificate', undefined, [
    ...(signed === undefined ? [] : [labelSigned(signed, der)]),
    ...(algorithm === undefined ? [] : [labelAlgorithm(algorithm, 'signatureAlgorithm', 'signature')]),
    ...(signature === undefined ? [] : [labelSignature(signature)]),
    ...top.children.slice(3),
  ]);
}

function labelled(
  node: Asn1Node,
  label: string,
  field?: Field,
  children: readonly Asn1Node[] = node.children,
): Asn1Node {
  return { ...node, label, ...(field !== undefined && { field }), children };
}

/** Names for the first children, in their order. */
function labelParts(node: Asn1Node, label: string, field: Field | undefined, parts: readonly string[]): Asn1Node {
  const children = node.children.map((child, at) => {
    const part = parts[at];
    return part === undefined ? child : labelled(child, part);
  });
  return labelled(node, label, field, children);
}

function labelSigned(node: Asn1Node, der: Uint8Array): Asn1Node {
  const hasVersion = node.children[0]?.tag === context(0, 'constructed');
  // Version 1 leaves the first field out.
  const first = hasVersion ? 0 : 1;
  const children = node.children.map((child, at) => signedParts[at + first]?.(child, der) ?? labelTail(child, der));
  return labelled(node, 'tbsCertificate', undefined, children);
}

const signedParts: readonly ((node: Asn1Node, der: Uint8Array) => Asn1Node)[] = [
  (node) => labelled(node, 'version', 'version'),
  (node) => labelled(node, 'serialNumber', 'serial'),
  (node) => labelAlgorithm(node, 'signature', 'innerSignature'),
  (node, der) => labelName(node, der, 'issuer', 'issuer'),
  (node) => labelParts(node, 'validity', 'validity', ['notBefore', 'notAfter']),
  (node, der) => labelName(node, der, 'subject', 'subject'),
  (node, der) => labelKey(node, der),
];

function labelTail(node: Asn1Node, der: Uint8Array): Asn1Node {
  if (node.tag === context(1, 'primitive')) return labelled(node, 'issuerUniqueID', 'issuerUniqueId');
  if (node.tag === context(2, 'primitive')) return labelled(node, 'subjectUniqueID', 'subjectUniqueId');
  if (node.tag !== context(3, 'constructed')) return node;
  const [list, ...more] = node.children;
  if (list === undefined) return labelled(node, 'extensions');
  const all = { ...list, children: list.children.map((extension) => labelExtension(extension, der)) };
  return labelled(node, 'extensions', undefined, [all, ...more]);
}

function labelAlgorithm(node: Asn1Node, label: string, field?: Field): Asn1Node {
  return labelParts(node, label, field, ['algorithm', 'parameters']);
}

function labelSignature(node: Asn1Node): Asn1Node {
  const [inner] = node.children;
  const isPair = inner?.children.length === 2 && inner.children.every(({ tag }) => tag === tags.integer);
  const children = isPair ? [labelParts(inner, 'ECDSA signature', undefined, ['r', 's'])] : node.children;
  return labelled(node, 'signatureValue', 'signatureValue', children);
}

function labelKey(node: Asn1Node, der: Uint8Array): Asn1Node {
  const [algorithm, key, ...more] = node.children;
  if (algorithm === undefined || key === undefined) return labelled(node, 'subjectPublicKeyInfo', 'publicKey');
  const [inner] = key.children;
  const isRsa = inner?.children.length === 2 && (oidOf(algorithm, der) ?? '').startsWith('1.2.840.113549.1.1.');
  const children = isRsa ? [labelParts(inner, 'RSAPublicKey', undefined, ['modulus', 'publicExponent'])] : key.children;
  return labelled(node, 'subjectPublicKeyInfo', 'publicKey', [
    labelAlgorithm(algorithm, 'algorithm'),
    labelled(key, 'subjectPublicKey', undefined, children),
    ...more,
  ]);
}

function labelName(node: Asn1Node, der: Uint8Array, label: string, field?: Field): Asn1Node {
  const rdns = node.children.map((rdn) => ({
    ...rdn,
    children: rdn.children.map((attribute) => {
      const oid = oidOf(attribute, der);
      return oid === undefined ? attribute : labelled(attribute, attributeLabels[oid] ?? oid);
    }),
  }));
  return labelled(node, label, field, rdns);
}

function labelExtension(node: Asn1Node, der: Uint8Array): Asn1Node {
  const oid = oidOf(node, der);
  if (oid === undefined) return node;
  const last = node.children.length - 1;
  const children = node.children.map((child, at) => {
    if (at === 0) return labelled(child, 'extnID');
    if (at === last) return labelled(child, 'extnValue', undefined, labelNames(child.children, oid, der));
    return child.tag === tags.boolean ? labelled(child, 'critical') : child;
  });
  return labelled(node, extensionName(oid) ?? oid, extensionField(oid), children);
}

/** RFC 5280 §4.2.1.6, by tag number. */
const nameKinds = [
  'otherName',
  'rfc822Name',
  'dNSName',
  'x400Address',
  'directoryName',
  'ediPartyName',
  'uniformResourceIdentifier',
  'iPAddress',
  'registeredID',
] as const;

/** Extensions in which every context tag outside of a name's own parts is a general name. */
const holdsNames: ReadonlySet<string> = new Set(['2.5.29.17', '2.5.29.18', '1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.1.11']);

function labelNames(nodes: readonly Asn1Node[], oid: string, der: Uint8Array): readonly Asn1Node[] {
  if (!holdsNames.has(oid)) return nodes;
  return nodes.map((node) => labelGeneralNames(node, der));
}

function labelGeneralNames(node: Asn1Node, der: Uint8Array): Asn1Node {
  const kind = node.tag >> 6 === 2 ? nameKinds[node.tag & 0x1f] : undefined;
  if (kind === undefined) return { ...node, children: node.children.map((child) => labelGeneralNames(child, der)) };
  if (kind !== 'directoryName') return labelled(node, kind);
  const children = node.children.map((name) => labelName(name, der, 'Name'));
  return labelled(node, kind, undefined, children);
}

/** The OID a SEQUENCE begins with. */
function oidOf(node: Asn1Node, der: Uint8Array): string | undefined {
  const [first] = node.children;
  if (first?.tag !== tags.oid) return undefined;
  const start = first.offset + first.headerLength;
  return oidText(der.subarray(start, start + first.length));
}
