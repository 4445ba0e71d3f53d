import type { FieldValue, TlsMessage, TlsReport } from '#core/tls/report.ts';

type Fields = { readonly [name: string]: FieldValue };

/** Numbers of the extensions that are looked for (https://www.iana.org/assignments/tls-extensiontype-values, November 2026). */
export const extensionNumber = {
  serverName: 0,
  maxFragmentLength: 1,
  statusRequest: 5,
  signedCertificateTimestamp: 18,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  compressCertificate: 27,
  recordSizeLimit: 28,
  sessionTicket: 35,
  preSharedKey: 41,
  earlyData: 42,
  keyShare: 51,
  encryptedClientHello: 65_037,
} as const;

/** An extension as the client's first hello had it; undefined when it was not offered. */
export function offeredExtension(report: TlsReport, number: number): Fields | undefined {
  return extensionOf(messageOf(report, 'ClientHello'), number);
}

/** The server's answer to it: in ServerHello, or since TLS 1.3 in EncryptedExtensions; undefined when there was none. */
export function answeredExtension(report: TlsReport, number: number): Fields | undefined {
  return (
    extensionOf(messageOf(report, 'ServerHello'), number) ??
    extensionOf(messageOf(report, 'EncryptedExtensions'), number)
  );
}

/** The first message of a type. */
export function messageOf({ messages }: TlsReport, type: string): TlsMessage | undefined {
  return messages.find((message) => message.type === type);
}

function extensionOf(message: TlsMessage | undefined, number: number): Fields | undefined {
  const extensions = message?.fields['extensions'];
  if (!Array.isArray(extensions)) return undefined;
  return (extensions as readonly FieldValue[]).find(
    (extension): extension is Fields => isRecord(extension) && extension['number'] === number,
  );
}

function isRecord(value: FieldValue): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
