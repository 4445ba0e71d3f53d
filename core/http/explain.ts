import { unreachable } from '#core/result.ts';
import { alertAdvice } from './alertAdvice.ts';
import type { ExchangeFailure, SpokenProtocol } from './exchange.ts';

/** A failure or finding in plain words. Whole sentences; the title has no full stop. */
export interface Explanation {
  /** What could not be done. */
  readonly title: string;
  /** Why, with the facts. */
  readonly cause: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Why an exchange failed and what to do about it. The findings of an untrusted chain are explained one by one elsewhere. */
export function explainFailure(failure: ExchangeFailure): Explanation {
  switch (failure.kind) {
    case 'invalid-url':
      return explainAddress(failure);
    case 'invalid-request':
      return explainRequest(failure);
    case 'dns-not-found':
      return {
        title: `No computer is called ${failure.host}`,
        cause: 'The name system answered that this name has no address.',
        remedy: 'Check the spelling. Internal names often exist only inside the company network or its VPN.',
      };
    case 'dns-failed':
      return {
        title: `The address of ${failure.host} could not be looked up`,
        cause: `The name server gave no usable answer (${failure.code}).`,
        remedy: 'Check that this computer is online and that its name server can be reached, then try again.',
      };
    case 'refused':
      return {
        title: `${at(failure)} refused the connection`,
        cause:
          'The computer answered, but nothing is listening on that port, or a firewall turned the connection away.',
        remedy: 'Check the port, and that the server is running.',
      };
    case 'unreachable':
      return {
        title: `There is no way to ${at(failure)}`,
        cause: `The network says that this address cannot be reached from here (${failure.code}).`,
        remedy: 'Check the network and the VPN; an IPv6 address needs a network with IPv6.',
      };
    case 'connect-timeout':
      return {
        title: `${at(failure)} did not answer within ${seconds(failure.afterMs)}`,
        cause:
          'No connection came about: the packets get no answer at all, as behind a firewall or with a wrong address.',
        remedy:
          'Check address and port, and whether a VPN is needed. A slow network may need a longer connect timeout.',
      };
    case 'reset':
      return explainReset(failure.during);
    case 'proxy-failed':
      return {
        title: `The proxy ${failure.proxy} did not open the connection`,
        cause:
          failure.status === undefined
            ? 'It could not be reached, or it did not speak as a proxy does.'
            : `It answered with status ${failure.status} instead of letting the connection through.`,
        remedy: 'Check the proxy settings, and that the proxy may reach this host and port.',
      };
    case 'proxy-auth-required':
      return {
        title: `The proxy ${failure.proxy} asks for a name and password`,
        cause: 'It refuses connections without them (status 407).',
        remedy: 'Enter name and password for this proxy in the settings.',
      };
    case 'not-tls':
      return explainNotTls(failure.spoken, failure.port);
    case 'tls-timeout':
      return {
        title: `The TLS handshake did not finish within ${seconds(failure.afterMs)}`,
        cause:
          failure.lastMessage === undefined
            ? 'The connection was open, but not one TLS message came.'
            : `The last message seen was ${failure.lastMessage}; then there was silence.`,
        remedy:
          'Try again; if it stays so, the port may not speak TLS, the server may be overloaded, or a firewall may drop large ClientHello messages.',
      };
    case 'tls-alert':
      return alertAdvice(failure.number, failure.name, failure.sender);
    case 'tls-incompatible':
      return explainIncompatible(failure.what, failure.code);
    case 'client-certificate-required':
      return {
        title: 'The server wants to know who you are',
        cause: `It asks for a client certificate and goes no further without one.${issuedBy(failure.authorities)}${missText(failure.identity)}`,
        remedy: missRemedy(failure.identity),
      };
    case 'client-certificate-rejected':
      return {
        title: 'The server did not accept your client certificate',
        cause: `It was sent, and the server broke off${failure.alert === undefined ? '' : ` with TLS alert ${failure.alert}`}.`,
        remedy: 'Check that the certificate has not expired and was issued by an authority this server accepts.',
      };
    case 'untrusted':
      return explainUntrusted(failure);
    case 'closed-early':
      return explainClosed(failure.during);
    case 'malformed-response':
      return {
        title: 'The answer is not valid HTTP',
        cause: `The server sent bytes that break the rules of HTTP/1.1 (${failure.code}).`,
        remedy:
          'Check that this port serves HTTP. If it does, the fault is in the server or in a device between you and it.',
      };
    case 'body-truncated':
      return {
        title: 'The answer stopped before its end',
        cause: `${howMuchCame(failure.expectedBytes, failure.receivedBytes)} Then the server closed the connection.`,
        remedy:
          'What came is kept and shown. Try again; if it stays so, the server or a proxy breaks off or announces a wrong length.',
      };
    case 'header-timeout':
      return {
        title: `The server did not begin to answer within ${seconds(failure.afterMs)}`,
        cause: 'It took the request, then sent nothing.',
        remedy: 'The server may still be working. Allow more time, or look into its log.',
      };
    case 'idle-timeout':
      return {
        title: `The answer stood still for ${seconds(failure.afterMs)}`,
        cause: 'The server began to answer, then stopped sending without closing the connection.',
        remedy: 'What came is kept and shown. For streams that pause, raise the idle timeout or set it to 0.',
      };
    case 'total-timeout':
      return {
        title: `The exchange was not over within ${seconds(failure.afterMs)}`,
        cause: 'The time limit for the whole exchange ran out.',
        remedy: 'Raise the limit or set it to 0 for no limit; the timings show where the time went.',
      };
    case 'too-many-redirects':
      return {
        title: `The server redirected more than ${failure.limit} times`,
        cause: 'The redirects may go round in a circle.',
        remedy: 'Look at the addresses of the hops; often a cookie or a header is missing that ends the circle.',
      };
    case 'redirect-blocked':
      return {
        title: 'The redirect was not followed',
        cause: `The server points to ${failure.to}, where this request must not be sent on its own.`,
        remedy: 'Check the address. If you want to go there, send a request to it yourself.',
      };
    case 'decode-failed':
      return {
        title: `The body is not valid ${failure.encoding}`,
        cause: `The server says Content-Encoding: ${failure.encoding}, but the bytes do not decode.`,
        remedy: 'What could be decoded is kept. Send Accept-Encoding: identity to see the body without compression.',
      };
    case 'body-too-large':
      return {
        title: `The body is larger than the limit of ${bytes(failure.limitBytes)}`,
        cause: `${bytes(failure.wireBytes)} had come over the network when the decoded body passed the limit.`,
        remedy: 'What came up to the limit is kept. If you expect a body this large, raise the limit.',
      };
    case 'trust-unavailable':
      return {
        title: 'Nothing is sent until the trust file can be read',
        cause: 'The file that says which authorities you trust is damaged, so no server can be judged.',
        remedy: 'Open the Trust page: it says what is damaged and how to go on.',
      };
    case 'internal':
      return explainInternal(failure.code);
    default:
      return unreachable(failure);
  }
}

type Of<K extends ExchangeFailure['kind']> = Extract<ExchangeFailure, { kind: K }>;

function at(place: { readonly host: string; readonly port: number }): string {
  return `${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`;
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`;
}

/** Decimal units, as disks and networks count. */
function bytes(count: number): string {
  if (count < 1000) return `${count} bytes`;
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (count >= size) return `${Number((count / size).toFixed(1))} ${unit}`;
  }
  return `${count} bytes`;
}

function explainAddress(failure: Of<'invalid-url'>): Explanation {
  const title = failure.reason === 'empty' ? 'There is no address' : 'This address cannot be used';
  switch (failure.reason) {
    case 'empty':
      return {
        title,
        cause: 'The address field is empty.',
        remedy: 'Type where to send the request, as in https://example.com/path.',
      };
    case 'not-a-url':
      return {
        title,
        cause: `“${failure.url}” does not name a host.`,
        remedy: 'Write it as https://host/path; an IPv6 address goes in brackets, as in https://[::1]:8443/path.',
      };
    case 'scheme':
      return {
        title,
        cause: 'Only https:// and http:// can be sent.',
        remedy: 'Begin the address with https://, or leave the scheme out.',
      };
    case 'credentials':
      return {
        title,
        cause: 'It holds a user name or password, which would be kept in history and exports.',
        remedy: 'Take them out of the address and send them in an Authorization header.',
      };
    case 'port':
      return {
        title,
        cause: 'Its port is not a number from 1 to 65535.',
        remedy: 'Correct the number after the colon.',
      };
    default:
      return unreachable(failure.reason);
  }
}

function explainRequest(failure: Of<'invalid-request'>): Explanation {
  switch (failure.part) {
    case 'method':
      return {
        title: 'This method cannot be sent',
        cause: failure.value === '' ? 'It is empty.' : `“${failure.value}” holds a character that no method may have.`,
        remedy: 'Use letters, digits and hyphens only, as in GET or POST.',
      };
    case 'header-name':
      return {
        title: 'A header cannot be sent',
        cause:
          failure.value === ''
            ? 'Its name is empty.'
            : `Its name “${failure.value}” holds a character that no header name may have.`,
        remedy: 'Use letters, digits and hyphens, without a colon or a space.',
      };
    case 'header-value':
      return {
        title: `The header ${failure.value} cannot be sent`,
        cause: 'Its value holds a line break, a control character or a letter outside Latin-1.',
        remedy:
          'Pasted values often end with a line break: remove it. Encode other letters as the server expects them.',
      };
    default:
      return unreachable(failure.part);
  }
}

function explainReset(during: Of<'reset'>['during']): Explanation {
  const title = 'The connection was reset';
  switch (during) {
    case 'connect':
      return {
        title,
        cause: 'It was cut off the moment it was opened.',
        remedy: 'Check the port; a firewall or a load balancer without a working server behind it does this.',
      };
    case 'tls':
      return {
        title,
        cause: 'It was cut off in the middle of the TLS handshake, without a reason given.',
        remedy:
          'Check that the port speaks TLS and that the host name is right: firewalls and some servers reset connections for names they do not know, and some devices for first messages as long as those with post-quantum keys.',
      };
    case 'request':
      return {
        title,
        cause:
          'It was cut off before the first byte of an answer; whether the server acted on the request is not known.',
        remedy: 'Look whether it took effect before you send it again; the server’s log may say why it broke off.',
      };
    case 'response':
      return {
        title,
        cause: 'It was cut off while the answer was coming.',
        remedy: 'Try again; if it stays so, look into the log of the server or of a proxy in between.',
      };
    default:
      return unreachable(during);
  }
}

function explainClosed(during: Of<'closed-early'>['during']): Explanation {
  switch (during) {
    case 'tls':
      return {
        title: 'The server hung up during the TLS handshake',
        cause: 'It closed the connection without saying why.',
        remedy:
          'Check that the port speaks TLS and that the host name is right; servers without a certificate for the name, and firewalls, close like this.',
      };
    case 'request':
      return {
        title: 'The server hung up without an answer',
        cause:
          'It closed the connection before the first byte of an answer; whether it acted on the request is not known.',
        remedy:
          'Look whether the request took effect before you send it again; the server’s log may say why it hung up.',
      };
    case 'response':
      return {
        title: 'The server hung up in the middle of its answer',
        cause: 'It closed the connection before the headers of the answer were complete.',
        remedy: 'Try again; if it stays so, the fault is in the server or in a device between you and it.',
      };
    default:
      return unreachable(during);
  }
}

const spokenNames: Readonly<Record<SpokenProtocol, string>> = {
  http: 'plain HTTP',
  ssh: 'SSH',
  smtp: 'SMTP (mail)',
  ftp: 'FTP',
  imap: 'IMAP (mail)',
  pop3: 'POP3 (mail)',
  nntp: 'NNTP (news)',
  irc: 'IRC (chat)',
  xmpp: 'XMPP (chat)',
  telnet: 'Telnet',
  mysql: 'the MySQL protocol',
  postgresql: 'the PostgreSQL protocol',
  redis: 'the Redis protocol',
  memcached: 'the memcached protocol',
  ldap: 'LDAP (directory)',
  rdp: 'RDP (remote desktop)',
  vnc: 'VNC (remote desktop)',
  amqp: 'AMQP (message queue)',
  mqtt: 'MQTT (message queue)',
  unknown: 'something that is not TLS',
};

/** What a protocol is called in a sentence. */
export function spokenName(spoken: SpokenProtocol): string {
  return spokenNames[spoken];
}

/** Servers of these greet before they are asked; the others had an answer to the ClientHello. */
const greeters: ReadonlySet<SpokenProtocol> = new Set([
  'ssh',
  'smtp',
  'ftp',
  'imap',
  'pop3',
  'nntp',
  'irc',
  'telnet',
  'mysql',
  'vnc',
]);

function explainNotTls(spoken: SpokenProtocol, port: number): Explanation {
  const title =
    spoken === 'unknown' ? `Port ${port} does not speak TLS` : `Port ${port} speaks ${spokenNames[spoken]}, not TLS`;
  if (spoken === 'http') {
    return {
      title,
      cause: 'The server answered the TLS handshake with an unencrypted HTTP message. Nothing of the request was sent.',
      remedy: `Find the port that speaks HTTPS. http:// with port ${port} would work, but everyone on the way could read it.`,
    };
  }
  const speaksFirst = greeters.has(spoken);
  return {
    title,
    cause: speaksFirst
      ? 'The server greeted before TLS was begun, as servers of this protocol do. Nothing of the request was sent.'
      : 'The server answered the TLS handshake with other bytes. Nothing of the request was sent.',
    remedy: 'Check the port: HTTPS is usually on 443 or 8443.',
  };
}

function explainIncompatible(what: Of<'tls-incompatible'>['what'], code: string): Explanation {
  const reported = `(${code})`;
  switch (what) {
    case 'version':
      return {
        title: 'No TLS version in common',
        cause: `TLS 1.2 and 1.3 were offered; the server wants another ${reported}.`,
        remedy: 'The server needs TLS 1.2 or newer. Older versions are broken: the server should be updated.',
      };
    case 'cipher':
      return {
        title: 'No cipher suite in common',
        cause: `The server accepts none of the cipher suites that were offered ${reported}.`,
        remedy:
          'The server should enable a current suite such as TLS_AES_128_GCM_SHA256 or an ECDHE suite with AES-GCM.',
      };
    case 'group':
      return {
        title: 'No key exchange in common',
        cause: `The server’s key exchange is not among the groups that were offered, or is too weak ${reported}.`,
        remedy: 'The server should enable x25519 or secp256r1.',
      };
    case 'message-size':
      return {
        title: 'The server’s handshake is too long',
        cause: `It sends a message that is longer than TLS clients take, about 100 kB ${reported}.`,
        remedy:
          'Such a message is a list of certificates or authorities that has grown by mistake: under TLS stands how long it was announced. Its owner should send the leaf and its intermediates only.',
      };
    case 'signature':
      return {
        title: 'No signature algorithm in common',
        cause: `The server signs the handshake in a way that was not offered, or with a key that is too weak ${reported}.`,
        remedy: 'The server should use an RSA key of 2048 bits or more, or an ECDSA key on P-256 or P-384.',
      };
    case 'renegotiation':
      return {
        title: 'The server cannot renegotiate safely',
        cause: `It lacks the extension that closes a hole in renegotiation (RFC 5746, of 2010), and such servers are refused ${reported}.`,
        remedy: 'The server’s TLS software is very old and should be updated.',
      };
    case 'key-usage':
      return {
        title: 'The server’s key may not be used for this',
        cause: `The key usage of its certificate does not allow signing the handshake (digitalSignature), which every current suite needs ${reported}.`,
        remedy: 'The certificate has to be issued anew with digitalSignature among its key usages.',
      };
    case 'unknown':
      return {
        title: 'The TLS handshake failed',
        cause: `Server and client could not agree ${reported}.`,
        remedy: 'The messages under TLS show how far it went. The server’s log usually says more.',
      };
    default:
      return unreachable(what);
  }
}

function issuedBy(authorities: readonly string[]): string {
  if (authorities.length === 0) return '';
  const shown = authorities.slice(0, 3).join('; ');
  const more = authorities.length > 3 ? ` and ${authorities.length - 3} more` : '';
  return ` It accepts certificates issued by ${shown}${more}.`;
}

/** Why the one that there is was not shown. */
function missText(identity: Of<'client-certificate-required'>['identity']): string {
  if (identity === undefined) return '';
  const { label, why } = identity;
  switch (why) {
    case 'off':
      return ` You have “${label}”, which is switched off.`;
    case 'other-hosts':
      return ` You have “${label}”, which you keep for other hosts.`;
    case 'other-authorities':
      return ` You have “${label}”, which none of these issued.`;
    case 'other-algorithms':
      return ` You have “${label}”, whose key cannot be used here.`;
    case 'expired':
      return ` You have “${label}”, which has expired.`;
    case 'key-missing':
      return ` You have “${label}”, but its private key is not at hand.`;
    default:
      return unreachable(why);
  }
}

function missRemedy(identity: Of<'client-certificate-required'>['identity']): string {
  if (identity === undefined)
    return 'Get a client certificate for this server from whoever runs it, and add it under Trust.';
  const { label, why } = identity;
  switch (why) {
    case 'off':
      return `Switch “${label}” on under Trust, Client certificates, if it is meant for this server.`;
    case 'other-hosts':
      return `Add this host to those of “${label}” under Trust, Client certificates, if it is meant for this server.`;
    case 'key-missing':
      return `Add “${label}” once more under Trust, Client certificates, from the file that has its key.`;
    case 'other-authorities':
    case 'other-algorithms':
    case 'expired':
      return 'Get a client certificate for this server from whoever runs it, and add it under Trust.';
    default:
      return unreachable(why);
  }
}

function explainUntrusted(failure: Of<'untrusted'>): Explanation {
  if (failure.withdrawn === true)
    return {
      title: `Trust in ${failure.host} was taken back`,
      cause:
        'It was trusted when the request was sent. Trust was taken back while it ran, so the connection was closed: the server may have acted on the request, and what it answered is not kept.',
      remedy: 'Look whether the request took effect. If trust was taken back by mistake, restore it and send again.',
    };
  const problems = failure.verdict.findings.filter((finding) => finding.severity === 'error').length;
  const counted = problems === 1 ? 'One problem was found' : `${problems} problems were found`;
  return {
    title: `This server could not prove that it is ${failure.host}`,
    cause: `The connection was closed before the request was sent: no address path, header or body left this computer. ${problems === 0 ? 'The TLS library refused the chain' : `${counted} in its certificates`}.`,
    remedy:
      'Read the problems below. If the server is yours, mend its certificates; if its authority is one you know, trust that authority for this host only, after comparing its fingerprint.',
  };
}

function howMuchCame(expected: number | undefined, received: number): string {
  if (expected === undefined) return `${bytes(received)} came, without the mark that ends the body.`;
  return `${bytes(expected)} were announced, ${bytes(received)} came.`;
}

function explainInternal(code: string | undefined): Explanation {
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      title: 'The body could not be kept: the disk is full',
      cause: `Large bodies are written to disk, and the system answered ${code}.`,
      remedy: 'Free some space, for instance by deleting old history, and send again.',
    };
  }
  return {
    title: 'Wireglass itself failed',
    cause:
      code === undefined
        ? 'An error in the app stopped the exchange.'
        : `The system answered ${code} when the body was to be kept.`,
    remedy: 'Try again. If it happens again, report it with the exported exchange.',
  };
}
