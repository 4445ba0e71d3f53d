import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type TLSSocket } from 'node:tls';

/** What the TLS library's own verification said. */
export interface LibraryWord {
  readonly accepted: boolean;
  /** Its error code, 'OK' when accepted. */
  readonly code: string;
}

export const libraryAccepts: LibraryWord = { accepted: true, code: 'OK' };

/** What Node said of the chain when the handshake was over; undefined when it was not asked: the handshake had not ended well. */
export function wordOf(socket: TLSSocket): LibraryWord | undefined {
  if (socket.authorized) return libraryAccepts;
  // Set by Node when, and only when, the handshake was fine and the chain or the name was not. Its type says Error; it is the code.
  const refused = socket.authorizationError as unknown;
  if (typeof refused === 'string') return { accepted: false, code: refused };
  if (!(refused instanceof Error)) return undefined;
  return { accepted: false, code: (refused as NodeJS.ErrnoException).code ?? refused.message };
}

/**
 * What the library thinks of the chain of a handshake that the server broke off; undefined when it cannot be asked.
 *
 * A server of TLS 1.2 that wants a client certificate ends the handshake before Node has said its word, although the library has
 * judged the chain by then. Node itself asks it in this way when a handshake is over (lib/_tls_wrap.js, onConnectSecure), and then
 * for the name; there is no documented one. Must be called before the socket is destroyed. Measured: Node 24.21, November 2026.
 *
 * @param leaf DER of the first certificate, from the recorded bytes
 */
export function wordOfBroken(socket: TLSSocket, host: string, leaf: Uint8Array): LibraryWord | undefined {
  const { _handle: handle } = socket as { readonly _handle?: { verifyError?: () => unknown } | null };
  if (typeof handle?.verifyError !== 'function') return undefined;
  try {
    const error = handle.verifyError() ?? checkServerIdentity(host, new X509Certificate(leaf).toLegacyObject());
    if (error === undefined || error === null) return libraryAccepts;
    return { accepted: false, code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' };
  } catch {
    return undefined;
  }
}

/** SHA-256 of the leaf that the library says it got, lower-case hex. To be called once: the library gives it away (nodejs/node#65579). */
export function leafOf(socket: TLSSocket): string | undefined {
  return socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
}
