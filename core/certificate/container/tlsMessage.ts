import { ok } from '#core/result.ts';
import type { Container, ContainerResult } from './contained.ts';

/** HandshakeType certificate (RFC 8446 §4). */
const CERTIFICATE = 11;

/**
 * The certificates of a TLS Certificate message with its handshake header, as a recording holds it: of TLS 1.3 (RFC 8446
 * §4.4.2, a context in front and extensions after each) or before (RFC 5246 §7.4.2). Undefined when the bytes are none.
 */
export function readTlsMessage(bytes: Uint8Array): ContainerResult | undefined {
  if (bytes[0] !== CERTIFICATE || numberAt(bytes, 1, 3) !== bytes.length - 4) return undefined;
  const ders = readEntries(bytes, 4, 'plain') ?? readEntries(bytes, 5 + (bytes[4] ?? 0), 'with-extensions');
  if (ders === undefined || ders.length === 0) return undefined;
  const certificates = ders.map((der) => ({ der, hasKey: false }));
  return ok<Container>({ format: 'tls-certificate', certificates, keys: [], integrity: 'none' });
}

/** A message holds up to 16 MB; in empty entries that is five million. No chain is a hundredth of this. */
const MAX_ENTRIES = 100_000;

function readEntries(
  bytes: Uint8Array,
  start: number,
  form: 'plain' | 'with-extensions',
): readonly Uint8Array[] | undefined {
  if (numberAt(bytes, start, 3) !== bytes.length - start - 3) return undefined;
  const ders: Uint8Array[] = [];
  for (let at = start + 3; at < bytes.length;) {
    const end = at + 3 + numberAt(bytes, at, 3);
    // NaN, when the length itself is cut off, is not within.
    if (!(end <= bytes.length) || ders.length === MAX_ENTRIES) return undefined;
    ders.push(bytes.slice(at + 3, end));
    at = form === 'plain' ? end : end + 2 + numberAt(bytes, end, 2);
    if (!(at <= bytes.length)) return undefined;
  }
  return ders;
}

/** NaN past the end. */
function numberAt(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let digit = at; digit < at + width; digit++) value = value * 256 + (bytes[digit] ?? NaN);
  return value;
}
