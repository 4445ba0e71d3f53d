import type { Certificate } from '#core/certificate/certificate.ts';
import { concat } from '#core/certificate/bytes.ts';
import { children, context, encodeDer, guarded, readWhole, tags, whole, type DerNode } from '#core/certificate/der.ts';
import { readOid } from '#core/certificate/oid.ts';

/** The list of timestamps, and the poison of the pre-certificate: what a log did not sign (RFC 6962 §3.2). */
const LEFT_OUT: ReadonlySet<string> = new Set(['1.3.6.1.4.1.11129.2.4.2', '1.3.6.1.4.1.11129.2.4.3']);

/**
 * The signed part of a certificate as the log saw it before the timestamps were put in: the same without those extensions
 * (RFC 6962 §3.2). Undefined when the certificate carries neither, and so never was a pre-certificate.
 *
 * The one place where certificate bytes are encoded anew; they are hashed and never shown.
 */
export function precertificateTbs({ tbs }: Pick<Certificate, 'tbs'>): Uint8Array | undefined {
  const rebuilt = guarded(() => {
    const top = readWhole(tbs);
    let found = false;
    const parts = children(top).flatMap((part) => {
      if (part.tag !== context(3, 'constructed')) return [whole(part)];
      const kept = extensionsOf(part).filter((extension) => !LEFT_OUT.has(oidOf(extension)));
      found = kept.length < extensionsOf(part).length;
      // Extensions is a SEQUENCE of at least one (RFC 5280 §4.1): none left is no field.
      if (kept.length === 0) return [];
      return [encodeDer(part.tag, encodeDer(tags.sequence, concat(kept.map(whole))))];
    });
    return found ? encodeDer(tags.sequence, concat(parts)) : undefined;
  });
  return rebuilt.ok ? rebuilt.value : undefined;
}

function extensionsOf(field: DerNode): readonly DerNode[] {
  const [list] = children(field);
  return list === undefined ? [] : children(list);
}

function oidOf(extension: DerNode): string {
  return readOid(children(extension)[0], 'the type of an extension', extension);
}
