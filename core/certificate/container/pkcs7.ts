import {
  children,
  context,
  expectTag,
  guarded,
  malformed,
  readWhole,
  sequence,
  tags,
  whole,
} from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';
import { fail, ok } from '#core/result.ts';
import { toDefinite } from './ber.ts';
import type { ContainerResult } from './contained.ts';

export const SIGNED_DATA = '1.2.840.113549.1.7.2';

/**
 * The certificates of a PKCS#7 bundle (RFC 2315 §9.1, RFC 5652 §5.1), in the order of the file. A SET has no order of its own
 * in BER, and tools keep the one they were given. Signatures in it are not looked at: a bundle signs nothing.
 */
export function readPkcs7(bytes: Uint8Array): ContainerResult {
  const definite = toDefinite(bytes);
  const read = definite.ok ? guarded(() => readSignedData(definite.value)) : definite;
  if (!read.ok)
    return fail({ kind: 'damaged', format: 'pkcs7', reason: read.error.reason, message: read.error.message });
  if (read.value.length === 0)
    return fail({ kind: 'not-a-certificate', what: 'a PKCS#7 bundle without certificates', message: 'Empty bundle.' });
  const certificates = read.value.map((der) => ({ der, hasKey: false }));
  return ok({ format: 'pkcs7', certificates, keys: [], integrity: 'none' });
}

function readSignedData(der: Uint8Array): readonly Uint8Array[] {
  const top = readWhole(der);
  const [type, wrapped] = sequence(top, 'the bundle', top);
  if (readOid(type, 'the type of the bundle', top) !== SIGNED_DATA) malformed('a bundle of another type', top);
  const [signed] = children(expectTag(wrapped, context(0, 'constructed'), 'the content of the bundle', top));
  const parts = sequence(signed, 'the signed data', top);
  const set = parts.find(({ tag }) => tag === context(0, 'constructed'));
  // Other choices than a plain certificate have context tags (attribute certificates): those are not for TLS.
  return set === undefined
    ? []
    : children(set)
        .filter(({ tag }) => tag === tags.sequence)
        .map(whole);
}
