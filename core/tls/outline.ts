import { shownHex } from './bytes.ts';
import { cipherSuiteNumber } from './cipherSuite.ts';
import { decodeMessage } from './decode.ts';
import { handshakeTypeName } from './handshakeType.ts';
import { Reader, type Notes, type Span } from './reader.ts';
import { versionNumber } from './version.ts';

/** A part of a handshake message: what it is, what it says, and which bytes it is made of. */
export type OutlineNode = Span;

/** What the shape of a message depends on, by name as in a TlsReport; absent before ServerHello. */
export interface OutlineContext {
  readonly from: 'client' | 'server';
  readonly version?: string | undefined;
  readonly cipher?: string | undefined;
}

/**
 * A handshake message part by part, in the order of its bytes: those at the lowest level lie end to end and cover all of `raw`.
 * Never throws: what cannot be read is a part named 'not read'.
 *
 * It is read by the very readers that the report is made with, which here take notes (reader.ts).
 *
 * @param raw the whole message with its header, as in `TlsMessage.raw`
 */
export function outlineMessage(raw: Uint8Array, context: OutlineContext): readonly OutlineNode[] {
  const notes: Notes = { offset: 0, spans: [] };
  const reader = new Reader(raw, {}, notes);
  const type = reader.u8('the type', handshakeTypeName);
  reader.u24('the length');
  const version = versionNumber(context.version ?? '') ?? 0;
  const suite = cipherSuiteNumber(context.cipher ?? '') ?? 0;
  // A compressed certificate is outlined as it was sent: what is inside has no place in these bytes.
  decodeMessage({ type, bytes: raw, body: raw.subarray(4) }, { version, suite, inflate: () => undefined }, reader);
  return filled(notes.spans, 0, raw.length, raw);
}

/** The parts between two places, with what was not read between and after them. */
function filled(spans: readonly Span[], from: number, to: number, raw: Uint8Array): readonly OutlineNode[] {
  const nodes: OutlineNode[] = [];
  let at = from;
  const fill = (until: number) => {
    if (until <= at) return;
    nodes.push({ name: 'not read', value: shownHex(raw.subarray(at, until)), offset: at, length: until - at });
  };
  for (const span of spans) {
    fill(span.offset);
    at = span.offset + span.length;
    nodes.push(span.children ? { ...span, children: filled(span.children, span.offset, at, raw) } : span);
  }
  fill(to);
  return nodes;
}
