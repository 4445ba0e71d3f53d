import * as z from 'zod'; // not `{ z }`: see core/contract.ts
import { decodeCertificate } from '#core/certificate/decode.ts';
import { toPem, parsePem } from '#core/certificate/pem.ts';
import { toHex } from '#core/certificate/fingerprint.ts';
import type { Hash } from '#core/certificate/signed.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { AnchorOrigin, TrustSources } from '#core/trust/anchor.ts';
import type { MoveFailure } from '#core/trust/move.ts';
import { isoTime } from './isoTime.ts';
import { parsePattern } from '#core/trust/pattern.ts';

/*
 * The trust store as one file that a person can review: JSON, with every certificate as PEM beside its fingerprint and names. Times are
 * ISO 8601 in UTC, fingerprints lower-case hex. It holds no private key. What is only for the reader (subject, notAfter) is written
 * and never believed: on reading it is taken from the certificate.
 */

/** Counts what an older reader would misunderstand. */
const VERSION = 1;

/** The trust store without what cannot be moved: keys of identities, exceptions of one run, counts of use. */
export interface TrustContents {
  readonly sources: TrustSources;
  readonly anchors: readonly MovedAnchor[];
  readonly hints: readonly MovedHint[];
  readonly refused: readonly MovedRefusal[];
  readonly exceptions: readonly MovedException[];
  /** Roots of the system's and Mozilla's lists that were switched off one by one; SHA-256. */
  readonly switchedOff: readonly { readonly sha256: string; readonly label: string }[];
}

/** With the facts a reviewer looks for; absent in what was read. */
interface Reviewed {
  readonly subject?: string;
  /** ms UTC. */
  readonly notAfter?: number;
}

export interface MovedAnchor extends Reviewed {
  readonly der: Uint8Array;
  readonly label: string;
  readonly enabled: boolean;
  readonly scope: readonly string[];
  /** ms UTC. */
  readonly trustedUntil?: number;
  readonly note?: string;
  readonly origin: AnchorOrigin;
}

export interface MovedHint extends Reviewed {
  readonly der: Uint8Array;
  readonly label: string;
  readonly note?: string;
  readonly origin: AnchorOrigin;
}

export interface MovedRefusal {
  readonly kind: 'certificate' | 'key';
  readonly sha256: string;
  readonly label: string;
  readonly note?: string;
  /** The certificate it was taken from. */
  readonly der?: Uint8Array;
}

export interface MovedException extends Reviewed {
  readonly host: string;
  readonly port: number;
  readonly der: Uint8Array;
  readonly accepted: readonly string[];
  /** ms UTC; absent = forever. */
  readonly until?: number;
  readonly note?: string;
}

export interface TrustFileHead {
  /** ms UTC. */
  readonly writtenAt: number;
  /** 'Wireglass 0.1.0' */
  readonly writtenBy: string;
}

/** The file as text, two spaces a level, so that two of them can be compared line by line. */
export function writeTrustFile(head: TrustFileHead, contents: TrustContents, hash: Hash): string {
  const print = (der: Uint8Array): string => toHex(hash('SHA-256', der));
  const facts = ({ subject, notAfter }: Reviewed) => ({ subject, notAfter: isoTime(notAfter) });
  const file = {
    wireglass: 'trust',
    version: VERSION,
    writtenAt: isoTime(head.writtenAt),
    writtenBy: head.writtenBy,
    sources: contents.sources,
    anchors: contents.anchors.map((anchor) => ({
      label: anchor.label,
      sha256: print(anchor.der),
      ...facts(anchor),
      enabled: anchor.enabled,
      scope: anchor.scope,
      trustedUntil: isoTime(anchor.trustedUntil),
      note: anchor.note,
      origin: anchor.origin,
      pem: pemLines(anchor.der),
    })),
    hints: contents.hints.map((hint) => ({
      label: hint.label,
      sha256: print(hint.der),
      ...facts(hint),
      note: hint.note,
      origin: hint.origin,
      pem: pemLines(hint.der),
    })),
    refused: contents.refused.map(({ kind, sha256, label, note, der }) => ({
      ...{ kind, sha256, label, note },
      pem: der === undefined ? undefined : pemLines(der),
    })),
    exceptions: contents.exceptions.map((exception) => ({
      host: exception.host,
      port: exception.port,
      sha256: print(exception.der),
      ...facts(exception),
      accepted: exception.accepted,
      until: isoTime(exception.until) ?? 'forever',
      note: exception.note,
      pem: pemLines(exception.der),
    })),
    switchedOff: contents.switchedOff,
  };
  // JSON leaves out what is undefined.
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Line by line: JSON has no line breaks in strings, and a certificate on one line is reviewed by nobody. */
function pemLines(der: Uint8Array): readonly string[] {
  return toPem(der).trim().split('\n');
}

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hex is expected');
const label = z.string().min(1).max(200);
const note = z.string().max(4000).optional();
const pem = z.array(z.string().max(200)).min(3).max(30_000);
const scope = z.array(z.string().max(300)).max(200);
const origin = z.union([
  z.strictObject({ kind: z.enum(['file', 'server', 'url']), name: z.string().max(1000) }),
  z.strictObject({ kind: z.literal('paste') }),
]);
const facts = { subject: z.string().optional(), notAfter: z.string().optional() };
const many = 20_000;
/** Most host patterns of all scopes together: reading them takes half a second. Real stores have one or two an authority. */
const MAX_PATTERNS = 100_000;

const fileSchema = z.strictObject({
  wireglass: z.literal('trust'),
  version: z.literal(VERSION),
  writtenAt: time,
  writtenBy: z.string().max(200),
  sources: z.strictObject({ system: z.boolean(), bundled: z.boolean() }),
  anchors: z
    .array(
      z.strictObject({
        ...facts,
        ...{ label, sha256, pem, scope, origin, note },
        enabled: z.boolean(),
        trustedUntil: time.optional(),
      }),
    )
    .max(many),
  hints: z.array(z.strictObject({ ...facts, label, sha256, pem, origin, note })).max(many),
  refused: z
    .array(z.strictObject({ kind: z.enum(['certificate', 'key']), sha256, label, note, pem: pem.optional() }))
    .max(many),
  exceptions: z
    .array(
      z.strictObject({
        ...facts,
        ...{ sha256, pem, note },
        host: z.string().min(1).max(300),
        port: z.number().int().min(1).max(65_535),
        accepted: z.array(z.string().max(60)).min(1).max(40),
        until: z.union([z.literal('forever'), time]),
      }),
    )
    .max(many),
  switchedOff: z.array(z.strictObject({ sha256, label })).max(many),
});

/**
 * The contents of a trust file, or the first thing that is wrong with it and where. Strict: what is not understood is not skipped, for
 * half of a decision may be wider than the whole. Every certificate must be the one its fingerprint names.
 */
export function readTrustFile(
  text: string,
  hash: Hash,
): Result<TrustFileHead & { readonly contents: TrustContents }, MoveFailure> {
  const json = parseJson(text);
  if (json === undefined) return notOne('it is not JSON');
  const version = (json as { readonly version?: unknown } | null)?.version;
  if (typeof version === 'number' && version > VERSION) {
    return fail({ kind: 'newer-trust-file', version, message: `Version ${version} is newer than ${VERSION}.` });
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return notOne(`${placeOf(issue?.path ?? [])}: ${issue?.message ?? 'it is not understood'}`);
  }
  if (parsed.data.anchors.reduce((sum, { scope: texts }) => sum + texts.length, 0) > MAX_PATTERNS)
    return notOne(`its scopes have more than ${MAX_PATTERNS} hosts in all`);
  try {
    const { writtenAt, writtenBy, ...rest } = parsed.data;
    return ok({ writtenAt, writtenBy, contents: contentsOf(rest, hash) });
  } catch (error) {
    if (error instanceof Wrong) return notOne(error.message);
    throw error;
  }
}

/** Carries a reason out of the depth of one file; never leaves this module. */
class Wrong extends Error {}

function contentsOf(file: Omit<z.infer<typeof fileSchema>, 'writtenAt' | 'writtenBy'>, hash: Hash): TrustContents {
  const one = (place: string, lines: readonly string[], of: 'certificate' | 'key', expected: string): Uint8Array => {
    const found = parsePem(`${lines.join('\n')}\n`);
    const [first, second] = found.ok ? found.value : [];
    if (first === undefined || second !== undefined) throw new Wrong(`${place}.pem: one certificate is expected`);
    const named = of === 'certificate' ? first : keyOf(first);
    if (named === undefined || toHex(hash('SHA-256', named)) !== expected) {
      throw new Wrong(`${place}: the certificate is not the one that sha256 names`);
    }
    return first;
  };
  const der = (place: string, lines: readonly string[], expected: string) => one(place, lines, 'certificate', expected);
  const patterns = (place: string, texts: readonly string[]): readonly string[] => {
    for (const [index, pattern] of texts.entries()) {
      const parsed = parsePattern(pattern);
      if (!parsed.ok) throw new Wrong(`${place}.scope[${index}]: ${parsed.error.message}`);
    }
    return texts;
  };
  return {
    sources: file.sources,
    anchors: file.anchors.map(
      ({ pem: lines, sha256: print, scope: texts, label: name, enabled, origin: from, ...more }, index) => ({
        der: der(`anchors[${index}]`, lines, print),
        label: name,
        enabled,
        scope: patterns(`anchors[${index}]`, texts),
        origin: from,
        ...endOf(more.trustedUntil),
        ...noteOf(more.note),
      }),
    ),
    hints: file.hints.map(({ pem: lines, sha256: print, label: name, origin: from, note: words }, index) => ({
      der: der(`hints[${index}]`, lines, print),
      label: name,
      origin: from,
      ...noteOf(words),
    })),
    refused: file.refused.map(({ kind, sha256: print, label: name, note: words, pem: lines }, index) => ({
      ...{ kind, sha256: print, label: name },
      ...noteOf(words),
      ...(lines !== undefined && { der: one(`refused[${index}]`, lines, kind, print) }),
    })),
    exceptions: file.exceptions.map(
      ({ host, port, pem: lines, sha256: print, accepted, until, note: words }, index) => ({
        ...{ host, port, accepted },
        der: der(`exceptions[${index}]`, lines, print),
        ...(until !== 'forever' && { until }),
        ...noteOf(words),
      }),
    ),
    switchedOff: file.switchedOff,
  };
}

/** Its SubjectPublicKeyInfo; undefined when it does not decode. */
function keyOf(der: Uint8Array): Uint8Array | undefined {
  const decoded = decodeCertificate(der);
  return decoded.ok ? decoded.value.publicKey.spki : undefined;
}

function endOf(trustedUntil: number | undefined): { readonly trustedUntil?: number } {
  return trustedUntil === undefined ? {} : { trustedUntil };
}

function noteOf(words: string | undefined): { readonly note?: string } {
  return words === undefined || words === '' ? {} : { note: words };
}

/** Undefined when it is none; `null` is a value too, but no trust file. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** 'anchors[3].scope[0]'; 'the file' at the top. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place === '' ? 'the file' : place.replace(/^\./, '');
}

function notOne(reason: string): Result<never, MoveFailure> {
  return fail({ kind: 'not-a-trust-file', reason, message: reason });
}
