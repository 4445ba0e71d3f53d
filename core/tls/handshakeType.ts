/** TLS HandshakeType (https://www.iana.org/assignments/tls-parameters, registry "TLS HandshakeType"), as of 2025. */
export const handshakeType = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  endOfEarlyData: 5,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateUrl: 21,
  certificateStatus: 22,
  supplementalData: 23,
  keyUpdate: 24,
  compressedCertificate: 25,
  messageHash: 254,
} as const;

const names: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(handshakeType).map(([name, number]) => [number, name[0]?.toUpperCase() + name.slice(1)]),
);

/** 'ClientHello'; 'HandshakeMessage 99' when the type is unknown. A HelloRetryRequest is a ServerHello here. */
export function handshakeTypeName(number: number): string {
  return names[number] ?? `HandshakeMessage ${number}`;
}
