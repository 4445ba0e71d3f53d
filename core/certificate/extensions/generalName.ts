import type { GeneralName } from '#core/certificate/certificate.ts';
import { children, content, context, guarded, malformed, tags, whole, type DerNode } from '#core/certificate/der.ts';
import { formatIp } from '#core/certificate/ip.ts';
import { readName } from '#core/certificate/name.ts';
import { oidText, readOid } from '#core/certificate/oid.ts';
import { readText, visibleAscii } from '#core/certificate/text.ts';

/** Kinds of other names that are met: RFC 4985 (SRV), 6120 (XMPP), 4108 (hardware), 7585, 9598, 4043, 4556 and Microsoft's. */
const otherNames: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.311.20.2.3': 'UPN',
  '1.3.6.1.4.1.311.25.1': 'NTDS replication',
  '1.3.6.1.5.2.2': 'Kerberos',
  '1.3.6.1.5.5.7.8.3': 'permanent identifier',
  '1.3.6.1.5.5.7.8.4': 'hardware module',
  '1.3.6.1.5.5.7.8.5': 'XMPP',
  '1.3.6.1.5.5.7.8.7': 'SRV',
  '1.3.6.1.5.5.7.8.8': 'NAI realm',
  '1.3.6.1.5.5.7.8.9': 'SMTP UTF-8 mailbox',
};

/** Whether an IP address stands alone or with a mask, as in name constraints (RFC 5280 §4.2.1.10). */
export type AddressForm = 'address' | 'range';

/** The names of a GeneralNames sequence, which must not be empty (RFC 5280 §4.2.1.6). @throws Malformed */
export function readGeneralNames(node: DerNode): readonly GeneralName[] {
  const names = children(node).map((name) => readGeneralName(name, 'address'));
  return names.length === 0 ? malformed('a list of names without a name', node) : names;
}

/** One GeneralName. Its tag says which; x400Address and ediPartyName, which nobody uses, are kept as bytes with an empty OID. */
export function readGeneralName(node: DerNode, form: AddressForm): GeneralName {
  switch (node.tag) {
    case context(0, 'constructed'): {
      const [type, value] = children(node);
      const oid = readOid(type, 'the type of another name', node);
      const label = otherNames[oid];
      const text = value === undefined ? undefined : otherText(value);
      return {
        kind: 'other',
        oid,
        der: whole(node),
        ...(label !== undefined && { label }),
        ...(text !== undefined && { text }),
      };
    }
    case context(1, 'primitive'):
      return { kind: 'email', value: visibleAscii(content(node)) };
    case context(2, 'primitive'):
      return { kind: 'dns', value: visibleAscii(content(node)) };
    case context(3, 'constructed'):
    case context(5, 'constructed'):
      return { kind: 'other', oid: '', der: whole(node) };
    case context(4, 'constructed'):
      return { kind: 'directory', name: readName(children(node)[0], 'a directory name', node) };
    case context(6, 'primitive'):
      return { kind: 'uri', value: visibleAscii(content(node)) };
    case context(7, 'primitive'):
      return readAddress(node, form);
    case context(8, 'primitive'):
      return {
        kind: 'registeredId',
        value: oidText(content(node)) ?? malformed('a registered ID that is no object identifier', node),
      };
    default:
      return malformed(`a name of the unknown type 0x${node.tag.toString(16)}`, node);
  }
}

/**
 * The text inside [0] EXPLICIT, when it is one. What is not well-formed there is no fault of the list of names: libraries do
 * not look into other names, and a path must not fail over what nobody checks.
 */
function otherText(explicit: DerNode): string | undefined {
  const read = guarded(() => {
    const [value] = children(explicit);
    if (value === undefined) return undefined;
    return value.tag === tags.ia5String ? visibleAscii(content(value)) : readText(value)?.value;
  });
  return read.ok ? read.value : undefined;
}

function readAddress(node: DerNode, form: AddressForm): GeneralName {
  const bytes = content(node);
  const size = form === 'address' ? bytes.length : bytes.length / 2;
  if (size !== 4 && size !== 16) malformed(`an IP address of ${bytes.length} bytes`, node);
  if (form === 'address') return { kind: 'ip', value: formatIp(bytes), bytes };
  const mask = bytes.subarray(size);
  const prefix = prefixOf(mask);
  return { kind: 'ip', value: `${formatIp(bytes.subarray(0, size))}/${prefix ?? formatIp(mask)}`, bytes };
}

/** Length of the prefix a mask stands for; undefined when its ones are not all in front. */
function prefixOf(mask: Uint8Array): number | undefined {
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const zero = bits.indexOf('0');
  if (zero < 0) return bits.length;
  return bits.indexOf('1', zero) < 0 ? zero : undefined;
}

/** Children of the value if it is a SEQUENCE with at least one. */
export function nonEmptySequence(node: DerNode, what: string): readonly DerNode[] {
  if (node.tag !== tags.sequence) malformed(`${what} is not a SEQUENCE`, node);
  const found = children(node);
  return found.length === 0 ? malformed(`${what} is empty`, node) : found;
}
