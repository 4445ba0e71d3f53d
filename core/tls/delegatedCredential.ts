import { shownHex, shownSize } from './bytes.ts';
import type { Reader } from './reader.ts';
import type { FieldValue } from './report.ts';
import { signatureSchemeName } from './signatureScheme.ts';

/** A key that the certificate's owner lets sign in its place for some days (RFC 9345 §4). */
export function readDelegatedCredential(reader: Reader): Record<string, FieldValue> {
  return {
    validSeconds: reader.u32('the valid time'), // after the certificate's notBefore
    expectedScheme: signatureSchemeName(reader.u16('the expected scheme', signatureSchemeName)),
    publicKeyBytes: reader.opaque(3, 'the public key').length,
    signatureScheme: signatureSchemeName(reader.u16('the signature scheme', signatureSchemeName)),
    signature: shownHex(reader.opaque(2, 'the signature', shownSize)),
  };
}
