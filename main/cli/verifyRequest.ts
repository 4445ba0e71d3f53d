import { parsePem } from '#core/certificate/pem.ts';
import { fail, ok, type Failure, type Result } from '#core/result.ts';

/** One chain to judge. */
export interface VerifyRequest {
  readonly id?: string | number;
  /** The server's first: DER, with the text it was read from. */
  readonly chain: readonly Uint8Array[];
  readonly anchors: readonly Uint8Array[];
  /** Absent: the name is not checked. */
  readonly host?: string;
  /** ms UTC; absent: now. */
  readonly time?: number;
}

export type VerifyRequestFailure = (
  Failure<'not-utf8'> | Failure<'not-json'> | Failure<'too-long'> | (Failure<'bad-field'> & { readonly field: string })
) & {
  /** As far as the line could be understood. */
  readonly id?: string | number;
};

/** Reads a certificate's text, once for texts that repeat. */
export type ReadText = (text: string) => readonly Uint8Array[] | undefined;

/**
 * What one line asks, or why it cannot be understood: {id, chain[], anchors[], host?, time?}. null stands for absent; other
 * fields are passed over. Whether the certificates make sense is not asked here.
 */
export function parseVerifyRequest(
  bytes: Uint8Array,
  readText: ReadText = readCertificates,
): Result<VerifyRequest, VerifyRequestFailure> {
  const text = utf8(bytes);
  if (text === undefined) return fail({ kind: 'not-utf8', message: 'The line is not UTF-8.' });
  const fields = jsonObject(text);
  if (fields === undefined) return fail({ kind: 'not-json', message: 'The line is not a JSON object.' });
  const { id } = fields;
  const named = typeof id === 'string' || typeof id === 'number' ? { id } : {};
  const bad = (field: string, message: string) => fail({ kind: 'bad-field', field, message, ...named } as const);
  if (id !== undefined && id !== null && !('id' in named)) return bad('id', 'id is neither a text nor a number.');
  const chain = readList(fields['chain'], 'chain', readText);
  if (typeof chain === 'string') return bad('chain', chain);
  const anchors = readList(fields['anchors'], 'anchors', readText);
  if (typeof anchors === 'string') return bad('anchors', anchors);
  const host = fields['host'] ?? undefined;
  if (host !== undefined && (typeof host !== 'string' || host.trim() === ''))
    return bad('host', 'host is not a name or an address.');
  const time = readMoment(fields['time'] ?? undefined);
  if (time === 'bad') return bad('time', 'time is neither an ISO 8601 time nor a number of milliseconds.');
  return ok({
    ...named,
    chain,
    anchors,
    ...(host !== undefined && { host: host.trim() }),
    ...(time !== undefined && { time }),
  });
}

/** A PEM text that is one certificate and nothing else, or base64 alone: what nearly all texts are. */
const single = /^(?:-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----|([^-]+))$/;

/** DER of the certificates of a PEM text, or of one as base64; undefined when it is neither. */
export function readCertificates(text: string): readonly Uint8Array[] | undefined {
  const [, armoured, bare] = single.exec(text.trim()) ?? [];
  const der = decodeBase64(armoured ?? bare ?? '');
  if (der !== undefined) return [der];
  if (!text.includes('-----BEGIN')) return undefined;
  const pem = parsePem(text);
  return pem.ok ? pem.value : undefined;
}

/** As core's fromBase64, with node's decoder: in bulk the one that works everywhere takes longer than the signatures. */
function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  // Node skips over what is no base64, so it is looked for here; so is a lone last character.
  if (compact === '' || !/^[A-Za-z0-9+/]*$/.test(compact) || compact.length % 4 === 1) return undefined;
  return Buffer.from(compact, 'base64');
}

/** A byte order mark at the start is dropped. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The certificates of a list, or in words why it is none. */
function readList(value: unknown, field: string, readText: ReadText): readonly Uint8Array[] | string {
  if (!Array.isArray(value)) return `${field} is not a list of certificates.`;
  const found: Uint8Array[] = [];
  for (const [index, text] of (value as readonly unknown[]).entries()) {
    const certificates = typeof text === 'string' ? readText(text) : undefined;
    if (certificates === undefined) return `${field}[${index}] is neither a PEM certificate nor base64.`;
    found.push(...certificates);
  }
  return found;
}

/** RFC 3339, or a day alone; a time without a zone is UTC, for the judgement must not depend on where it is made. */
const isoTime = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;
/** The farthest moment a Date can be (ECMA-262 §21.4.1.1). */
const MAX_MS = 8_640_000_000_000_000;

function readMoment(value: unknown): number | 'bad' | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number') return Math.abs(value) <= MAX_MS ? value : 'bad';
  const match = typeof value === 'string' ? isoTime.exec(value) : null;
  if (match === null) return 'bad';
  const [text, zone] = match;
  const ms = Date.parse(text.length === 10 || zone !== undefined ? text : `${text}Z`);
  return Number.isNaN(ms) ? 'bad' : ms;
}
