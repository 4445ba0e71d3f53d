import { pssParameters, type PssParameters } from './algorithm.ts';
import type { Certificate } from './certificate.ts';
import { guarded, readInteger, readWhole, sequence } from './der.ts';

/** What a signature consists of, and what it was made with. */
export type SignatureDetails =
  /** The two numbers of ECDSA or DSA (RFC 3279 §2.2.3), without sign bytes. */
  | { readonly kind: 'pair'; readonly r: Uint8Array; readonly s: Uint8Array }
  | { readonly kind: 'pss'; readonly bytes: Uint8Array; readonly parameters: PssParameters | undefined }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export function signatureDetails({
  signature,
  signatureAlgorithm,
}: Pick<Certificate, 'signature' | 'signatureAlgorithm'>): SignatureDetails {
  if (signatureAlgorithm.name === 'id-RSASSA-PSS')
    return { kind: 'pss', bytes: signature, parameters: pssParameters(signatureAlgorithm) };
  if (!/ecdsa|^id-dsa/i.test(signatureAlgorithm.name)) return { kind: 'bytes', bytes: signature };
  const pair = guarded(() => {
    const top = readWhole(signature);
    const [r, s] = sequence(top, 'the signature', top);
    return { kind: 'pair', r: unsigned(readInteger(r ?? top)), s: unsigned(readInteger(s ?? top)) } as const;
  });
  return pair.ok ? pair.value : { kind: 'bytes', bytes: signature };
}

function unsigned(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}
