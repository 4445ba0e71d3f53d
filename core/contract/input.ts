import * as z from 'zod';

/** Longest text taken from a paste or a file as certificates, in characters. Mozilla's whole list is ~220 kB (2025). */
export const MAX_PEM_CHARS = 16_000_000;

/** Longest PEM of one certificate: base64 of the million bytes that are decoded at all. */
export const MAX_CERTIFICATE_CHARS = 1_400_000;

export const nothing = z.strictObject({});
/** UUIDv7 of an exchange, as core/http/exchange.ts promises; also the key to cancel what runs. */
export const id = z.uuidv7();
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.byteLength <= MAX_PEM_CHARS);

/** Where certificates are read from. A path is read (and checked) by the main process. */
export const importSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().max(MAX_PEM_CHARS) }),
  z.strictObject({ kind: z.literal('bytes'), name: z.string().max(1000), bytes }),
  z.strictObject({ kind: z.literal('path'), path: z.string().min(1).max(4096) }),
]);
