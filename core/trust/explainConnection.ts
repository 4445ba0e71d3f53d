import type { Explanation } from '#core/http/explain.ts';
import type { Finding } from './verdict.ts';

type ConnectionFinding = Extract<
  Finding,
  { kind: 'legacy-version' | 'weak-cipher' | 'no-forward-secrecy' | 'disagreement' }
>;

/** Findings about the connection rather than a certificate, in plain words. */
export function explainConnection(finding: ConnectionFinding): Explanation {
  switch (finding.kind) {
    case 'legacy-version':
      return {
        title: `The connection uses ${finding.version.replace('v', ' ')}, which is retired`,
        cause: 'TLS 1.0 and 1.1 rest on broken hashes and were withdrawn in 2021 (RFC 8996). Browsers refuse them.',
        remedy: 'Nothing was blocked. The server should speak TLS 1.2 or 1.3.',
      };
    case 'weak-cipher':
      return {
        title: 'The connection uses a weak cipher',
        cause: `${finding.cipher} ${weakness(finding.cipher)}`,
        remedy: 'Nothing was blocked. The server should offer suites with AES-GCM or ChaCha20-Poly1305 first.',
      };
    case 'no-forward-secrecy':
      return {
        title: 'What is recorded today can be read later',
        cause: `With ${finding.cipher} the session key is protected by the server’s long-lived key alone: whoever gets that key later can read this connection (no forward secrecy).`,
        remedy:
          'Nothing was blocked. The server should offer suites with an ephemeral key exchange (ECDHE), or TLS 1.3.',
      };
    case 'disagreement':
      return explainDisagreement(finding);
  }
}

function weakness(cipher: string): string {
  if (/_NULL_/.test(cipher)) return 'does not encrypt at all.';
  if (/_anon_/.test(cipher)) return 'does not prove who the server is.';
  if (/_EXPORT_|DES40|_DES_/.test(cipher)) return 'has a key that can be found by trying.';
  if (/_RC4_/.test(cipher)) return 'uses RC4, which leaks what is sent (RFC 7465).';
  if (/3DES|_IDEA_|_RC2_/.test(cipher)) return 'works on blocks of 64 bits, which leak in long connections (Sweet32).';
  return 'uses CBC, which has been broken again and again by how long servers take to answer (Lucky 13).';
}

function explainDisagreement({ libraryCode, ours, because }: Extract<Finding, { kind: 'disagreement' }>): Explanation {
  const code = libraryCode === '' ? '' : ` (${libraryCode})`;
  if (because === 'hint-without-root')
    return {
      title: 'A kept intermediate completes the chain, but not up to a root',
      cause: `The server left out certificates that you keep, and with them the chain reaches an intermediate that you trust. The TLS library completes a chain only up to a root that is trusted${code}. Both must accept.`,
      remedy:
        'The server should send its whole chain. Trusting the root above that intermediate for this host helps too.',
    };
  if (ours === 'excepted')
    return {
      title: 'What you accepted does not explain this refusal',
      cause: `The faults of this certificate were accepted, but something else stands against the connection${code}, and what it is cannot be told. Then nothing is sent.`,
      remedy: 'Send a report with this exchange: the certificates and the handshake tell what it is.',
    };
  return ours === 'accepted'
    ? {
        title: 'The TLS library refuses this chain',
        cause: `Our own check found nothing wrong, but the TLS library did not accept the chain${code}. Both must accept.`,
        remedy: 'Send a report: one of the two is wrong, and the certificates tell which.',
      }
    : {
        title: 'The TLS library would have accepted this chain',
        cause: 'Our own check refused it for the reasons above; the TLS library did not mind. Both must accept.',
        remedy: 'The reasons above stand. Other clients that ask the library alone may go on.',
      };
}
