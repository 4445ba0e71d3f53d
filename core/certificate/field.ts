/**
 * Keys that link a row of words, a node of the ASN.1 tree and the bytes under it: the same key in each.
 *
 * 'version', 'serial', 'innerSignature', 'issuer', 'validity', 'subject', 'publicKey', 'issuerUniqueId', 'subjectUniqueId',
 * 'extension:2.5.29.17' (by OID), 'signature' (the algorithm outside) and 'signatureValue'.
 */
export type Field =
  | 'version'
  | 'serial'
  | 'innerSignature'
  | 'issuer'
  | 'validity'
  | 'subject'
  | 'publicKey'
  | 'issuerUniqueId'
  | 'subjectUniqueId'
  | 'signature'
  | 'signatureValue'
  | `extension:${string}`;

export function extensionField(oid: string): Field {
  return `extension:${oid}`;
}
