import { fromBase64 } from '#core/certificate/pem.ts';
import { formatBytes } from '#core/format.ts';
import type { TlsMessage, TlsReport } from '#core/tls/report.ts';

/** The bytes of a message as they were said, or why they are not there. */
export type MessageBytes =
  { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'absent'; readonly why: string };

/** What is kept of one message and of one connection, bytes (TlsMessage.raw). Only for words: the engine decides. */
const MOST_OF_A_MESSAGE = 16_384;

/** Bytes of a message for the hex view. Never throws: what is no base64 is as good as absent. */
export function messageBytes(message: TlsMessage, report: Pick<TlsReport, 'messages'>): MessageBytes {
  const bytes = message.raw === undefined ? undefined : fromBase64(message.raw);
  if (bytes !== undefined && bytes.length > 0) return { kind: 'bytes', bytes };
  return { kind: 'absent', why: whyAbsent(message, report) };
}

function whyAbsent(message: TlsMessage, report: Pick<TlsReport, 'messages'>): string {
  if (message.fields['undecoded'] === 'encrypted') return 'It travelled encrypted and could not be opened here.';
  if (message.type === 'Alert') return 'An alert is two bytes, its level and its number. Both stand above.';
  if (message.type === 'ChangeCipherSpec') return 'It is a single byte, 01, and no handshake message.';
  if (message.bytes > MOST_OF_A_MESSAGE) {
    return `Its ${formatBytes(message.bytes)} are not kept: of a message at most ${formatBytes(MOST_OF_A_MESSAGE)} are.`;
  }
  return report.messages.some(({ raw }) => raw !== undefined)
    ? 'Its bytes are not kept: the messages before it had filled what is kept of one connection.'
    : 'Its bytes were not recorded: this exchange is older than their keeping.';
}

/** True when secrets stand in the message, whose bytes the engine has overwritten with zeros. */
export function hidesTicket({ type, fields }: Pick<TlsMessage, 'type' | 'fields'>): boolean {
  if (type === 'NewSessionTicket') return true;
  const { extensions } = fields;
  if (type !== 'ClientHello' || !Array.isArray(extensions)) return false;
  return extensions.some(
    (extension: unknown) =>
      typeof extension === 'object' &&
      extension !== null &&
      'number' in extension &&
      'bytes' in extension &&
      // session_ticket is empty where there is none to show (RFC 5077 §3.2); pre_shared_key never is.
      ((extension.number === 35 && extension.bytes !== 0) || extension.number === 41),
  );
}
