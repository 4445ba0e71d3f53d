import { fail, ok, type Failure, type Result } from '#core/result.ts';
import { latin1 } from './text.ts';

export type PemFailure =
  | Failure<'no-certificate'>
  /** A BEGIN line whose END line is missing. */
  | (Failure<'unfinished'> & { readonly line: number })
  | (Failure<'bad-base64'> & { readonly line: number });

/** One armoured block, still as text. */
export interface PemBlock {
  /** 'CERTIFICATE', 'RSA PRIVATE KEY'… */
  readonly label: string;
  /** Line of its BEGIN, from 1. */
  readonly line: number;
  /** What stands between BEGIN and END; undefined when END is missing. */
  readonly body: string | undefined;
}

/** The label of RFC 7468 §5, and the two older ones it names. */
const certificateLabels: ReadonlySet<string> = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE']);

export function isCertificateLabel(label: string): boolean {
  return certificateLabels.has(label);
}

/**
 * DER of every certificate in a PEM text, in order (RFC 7468).
 *
 * Text between the blocks, other blocks, indentation, any line ends and line ends written as `\n` (JSON, environment files)
 * are let through. A certificate block that is cut short or is no base64 fails the whole text: half a chain misleads.
 */
export function parsePem(text: string): Result<readonly Uint8Array[], PemFailure> {
  const certificates = pemBlocks(text).filter(({ label }) => isCertificateLabel(label));
  if (certificates.length === 0)
    return fail({ kind: 'no-certificate', message: 'There is no BEGIN CERTIFICATE line.' });
  const ders: Uint8Array[] = [];
  for (const block of certificates) {
    const der = decodeBlock(block);
    if (!der.ok) return der;
    ders.push(der.value);
  }
  return ok(ders);
}

/** Every armoured block of a text, whatever it holds. One pass, so a text full of BEGIN lines costs no more than any other. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...eachPemBlock(text)];
}

/** The same one by one: the largest text has half a million blocks, and whoever reads them may want to pause. */
export function* eachPemBlock(text: string): Generator<PemBlock> {
  let open: { readonly label: string; readonly line: number; readonly start: number } | undefined;
  let line = 1;
  let lineEnd = text.indexOf('\n');
  for (const mark of text.matchAll(/-----(BEGIN|END) ([^-\r\n]{1,80})-----/g)) {
    // Looked for once: in a text without line ends every search goes to its end.
    for (; lineEnd >= 0 && lineEnd < mark.index; lineEnd = text.indexOf('\n', lineEnd + 1)) line += 1;
    const [marker, kind, label = ''] = mark;
    if (kind === 'END') {
      if (open?.label !== label) continue;
      const { line: begun, start } = open;
      open = undefined;
      yield { label, line: begun, body: text.slice(start, mark.index) };
      continue;
    }
    const before = open;
    open = { label, line, start: mark.index + marker.length };
    if (before !== undefined) yield { label: before.label, line: before.line, body: undefined };
  }
  if (open !== undefined) yield { label: open.label, line: open.line, body: undefined };
}

/** Armour with lines of 64 characters and a line end after each (RFC 7468 §2). */
export function toPem(der: Uint8Array, label = 'CERTIFICATE'): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(latin1(bytes));
}

/**
 * Bytes of a base64 text, padded or not, white space ignored; undefined when it is none.
 *
 * In one pass: cutting white space out by pattern takes seconds where it stands between all of sixteen million digits.
 */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let digits = 0;
  let held = 0;
  let end = 0;
  let isPadded = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = code < 128 ? (base64Digits[code] ?? -1) : -1;
    if (digit >= 0 && !isPadded) {
      held = ((held << 6) | digit) & 0xffff;
      // After the first of four digits no byte is whole; after each other one more is.
      const place = digits++ & 3;
      if (place > 0) bytes[end++] = held >> (6 - 2 * place);
    } else if (code === 0x3d) isPadded = true;
    else if (!isSpace(code)) return undefined;
  }
  return digits % 4 === 1 ? undefined : bytes.subarray(0, end);
}

const base64Digits = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  base64Digits[digit.charCodeAt(0)] = value;

function isSpace(code: number): boolean {
  if (code < 128) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(String.fromCharCode(code));
}

/** The bytes of an armoured block. */
export function decodeBlock({ line, body }: PemBlock): Result<Uint8Array, PemFailure> {
  if (body === undefined)
    return fail({ kind: 'unfinished', line, message: `The certificate that begins on line ${line} has no END line.` });
  const plain = body.includes('\\') ? body.replace(/\\r?\\n|\\n/g, '\n') : body;
  const der = fromBase64(plain);
  if (der !== undefined && der.length > 0) return ok(der);
  const offset = plain.search(/[^\sA-Za-z0-9+/=]/);
  const bad = line + (offset < 0 ? 0 : lineEndsIn(plain.slice(0, offset)));
  return fail({ kind: 'bad-base64', line: bad, message: `Line ${bad} is not base64.` });
}

function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
