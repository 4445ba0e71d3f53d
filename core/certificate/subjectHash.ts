import type { Name } from './certificate.ts';
import { concat } from './bytes.ts';
import { children, content, encodeDer, guarded, readWhole, tags, whole, type DerNode } from './der.ts';
import { toHex } from './fingerprint.ts';
import { readText } from './text.ts';

/**
 * The bytes that openssl hashes to name a certificate in a folder (`openssl x509 -subject_hash`, x509_name_canon in
 * crypto/x509/x_name.c): every RDN with its texts in UTF-8, lower case, single spaces; without the header around all.
 */
export function canonicalNameBytes(name: Name): Uint8Array {
  const read = guarded(() => {
    const top = readWhole(name.der);
    return concat(children(top).map((rdn) => encodeDer(tags.set, concat(children(rdn).map(canonicalAttribute)))));
  });
  return read.ok ? read.value : new Uint8Array();
}

/** The eight digits of `-subject_hash`. @param sha1 SHA-1 of canonicalNameBytes */
export function subjectHashText(sha1: Uint8Array): string {
  return toHex(sha1.subarray(0, 4).slice().reverse());
}

function canonicalAttribute(attribute: DerNode): Uint8Array {
  const [type, value] = children(attribute);
  if (type === undefined || value === undefined) return whole(attribute);
  return encodeDer(tags.sequence, concat([whole(type), canonicalValue(value)]));
}

function canonicalValue(value: DerNode): Uint8Array {
  // NumericString stays as it is (ASN1_MASK_CANON).
  const text = value.tag === tags.numericString ? undefined : readText(value)?.value;
  if (text === undefined) return whole(value);
  if (value.tag === tags.utf8String && content(value).length === 0) return whole(value);
  const packed = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '').replace(/[\t-\r ]+/g, ' ');
  const lower = packed.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return encodeDer(tags.utf8String, new TextEncoder().encode(lower));
}
