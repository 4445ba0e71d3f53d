import type { Explanation } from './explain.ts';

/** What the common alerts mean in practice (RFC 8446 §6.2; facts gathered from what servers send them for). By number. */
const advice: Readonly<Record<number, { readonly cause: string; readonly remedy: string }>> = {
  10: {
    cause: 'It received a message it did not expect at this point.',
    remedy: 'Often a device in between alters the handshake; try from another network.',
  },
  20: {
    cause: 'A message did not decrypt: it was altered on the way, or one side has a fault.',
    remedy: 'Try again; if it stays so, try from another network.',
  },
  22: {
    cause: 'A record was longer than TLS allows.',
    remedy:
      'Often a device in between alters the handshake, or the port speaks something else; try from another network.',
  },
  40: {
    cause:
      'It found nothing in common: no cipher suite, key exchange or signature algorithm, or it wants something it did not name, such as a client certificate.',
    remedy: 'Compare what was offered, under TLS, with what the server is set to accept.',
  },
  42: { cause: 'It found a certificate damaged.', remedy: 'Check the certificate that was sent.' },
  43: { cause: 'It does not support this kind of certificate.', remedy: 'Use a certificate with an RSA or P-256 key.' },
  44: { cause: 'It says that the certificate was revoked.', remedy: 'Get a new certificate from its authority.' },
  45: {
    cause: 'It says that the certificate has expired.',
    remedy: 'Renew the certificate, and check the clocks of both sides.',
  },
  46: { cause: 'It did not accept a certificate and does not say why.', remedy: 'The server’s log usually says more.' },
  47: {
    cause: 'A field of the handshake had a value it does not allow.',
    remedy: 'The server or a device in between may be outdated.',
  },
  48: {
    cause: 'It does not know the authority that issued the certificate it was shown.',
    remedy: 'Use a client certificate from an authority this server accepts.',
  },
  49: { cause: 'It knows the certificate but does not let it in.', remedy: 'Ask whoever runs the server for access.' },
  50: {
    cause: 'It could not read a message.',
    remedy: 'Often a device in between alters the handshake; try from another network.',
  },
  51: { cause: 'A signature or key did not verify.', remedy: 'Try again; if it stays so, try from another network.' },
  70: {
    cause: 'It speaks none of the TLS versions that were offered.',
    remedy: 'The server needs TLS 1.2 or newer. Older versions are broken: the server should be updated.',
  },
  71: {
    cause: 'It finds what was offered too weak.',
    remedy: 'Compare what was offered, under TLS, with what the server is set to demand.',
  },
  80: {
    cause: 'It ran into a fault of its own. Many servers say this for a host name they do not serve.',
    remedy: 'Check the host name; the server’s log says more.',
  },
  86: {
    cause: 'It saw a fall-back to an older TLS version.',
    remedy: 'Try again; a device in between may force old versions.',
  },
  90: { cause: 'It cancelled the handshake.', remedy: 'Try again.' },
  109: {
    cause: 'A part of the handshake it needs was missing.',
    remedy: 'Compare what was offered with what the server is set to need.',
  },
  110: { cause: 'It received an extension it does not allow.', remedy: 'The server may be outdated.' },
  112: {
    cause: 'It has no certificate for this host name.',
    remedy: 'Check the host name in the address; the server may answer to another one only.',
  },
  113: {
    cause: 'It could not use the OCSP response that came with the certificate.',
    remedy: 'Whoever runs the other side should look at its OCSP stapling.',
  },
  115: { cause: 'It does not know the key that was offered to resume.', remedy: 'Try again.' },
  116: {
    cause: 'It wants a client certificate, and none was sent.',
    remedy: 'Choose a client certificate from an authority this server accepts.',
  },
  120: {
    cause: 'It speaks none of the application protocols that were offered (http/1.1).',
    remedy: 'The port may serve something else than the web, for instance HTTP/2 only.',
  },
  121: {
    cause: 'It insists on an encrypted ClientHello (ECH) with its current key, which was not used.',
    remedy: 'Encrypted ClientHello is not supported here; ask whoever runs the server for a name without it.',
  },
};

/** What a TLS alert that ended the handshake means and what to do. `sender` is the side that gave up. */
export function alertAdvice(number: number, name: string, sender: 'client' | 'server'): Explanation {
  const known = advice[number];
  const label = `TLS alert ${number} (${name})`;
  if (sender === 'client') {
    return {
      title: 'The TLS handshake was broken off on this side',
      cause: `What the server sent broke the rules of TLS; it was told so with ${label}.`,
      remedy: 'The server or a device in between is at fault; the messages under TLS show how far it went.',
    };
  }
  return {
    title: 'The server broke off the TLS handshake',
    cause: `${known?.cause ?? 'It gave a reason that is rare.'} It sent ${label}.`,
    remedy: known?.remedy ?? 'The server’s log usually says more.',
  };
}
