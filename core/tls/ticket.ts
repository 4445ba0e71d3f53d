import { shownHex, shownSize } from './bytes.ts';
import { describeExtensions, openExtension, readExtensions } from './extension.ts';
import { extensionType } from './extensionType.ts';
import type { Reader } from './reader.ts';
import type { FieldValue, SessionTicket } from './report.ts';

/** A NewSessionTicket: what the report keeps, and its fields. The ticket itself is a secret and is left out. */
export interface TicketMessage {
  readonly ticket: SessionTicket;
  /** A view of the ticket itself. */
  readonly secrets: readonly Uint8Array[];
  readonly fields: Record<string, FieldValue>;
}

/** RFC 5077 §3.3. */
export function readTicket(reader: Reader): TicketMessage {
  const lifetimeSeconds = reader.u32('the lifetime');
  const sealed = reader.opaque(2, 'the ticket', shownSize);
  return { ticket: { lifetimeSeconds }, secrets: [sealed], fields: { lifetimeSeconds, ticketBytes: sealed.length } };
}

/** RFC 8446 §4.6.1. */
export function readTicket13(reader: Reader): TicketMessage {
  const lifetimeSeconds = reader.u32('the lifetime');
  const ageAdd = reader.u32('the age offset');
  const nonce = reader.opaque(1, 'the nonce');
  const sealed = reader.opaque(2, 'the ticket', shownSize);
  const extensions = readExtensions(reader, 'NewSessionTicket');
  const maxEarlyData = openExtension(extensions, extensionType.earlyData)?.u32('the size');
  return {
    ticket: { lifetimeSeconds, ...(maxEarlyData === undefined ? {} : { maxEarlyData }) },
    secrets: [sealed],
    fields: {
      lifetimeSeconds,
      ageAdd,
      nonce: shownHex(nonce),
      ticketBytes: sealed.length,
      extensions: describeExtensions(extensions, 'NewSessionTicket'),
    },
  };
}
