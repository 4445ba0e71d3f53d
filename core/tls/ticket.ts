import { shownHex } from './bytes.ts';
import { describeExtensions, openExtension, readExtensions } from './extension.ts';
import { extensionType } from './extensionType.ts';
import type { Reader } from './reader.ts';
import type { FieldValue, SessionTicket } from './report.ts';

/** A NewSessionTicket: what the report keeps, and its fields. The ticket itself is a secret and is left out. */
export interface TicketMessage {
  readonly ticket: SessionTicket;
  readonly fields: Record<string, FieldValue>;
}

/** RFC 5077 §3.3. */
export function readTicket(reader: Reader): TicketMessage {
  const lifetimeSeconds = reader.u32('the lifetime');
  const ticketBytes = reader.opaque(2, 'the ticket').length;
  return { ticket: { lifetimeSeconds }, fields: { lifetimeSeconds, ticketBytes } };
}

/** RFC 8446 §4.6.1. */
export function readTicket13(reader: Reader): TicketMessage {
  const lifetimeSeconds = reader.u32('the lifetime');
  const ageAdd = reader.u32('the age offset');
  const nonce = reader.opaque(1, 'the nonce');
  const ticketBytes = reader.opaque(2, 'the ticket').length;
  const extensions = readExtensions(reader);
  const maxEarlyData = openExtension(extensions, extensionType.earlyData)?.u32('the size');
  return {
    ticket: { lifetimeSeconds, ...(maxEarlyData === undefined ? {} : { maxEarlyData }) },
    fields: {
      lifetimeSeconds,
      ageAdd,
      nonce: shownHex(nonce),
      ticketBytes,
      extensions: describeExtensions(extensions, 'NewSessionTicket'),
    },
  };
}
