import type { Exchange } from '#core/http/exchange.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { isDowngraded } from './handshakeLead.ts';
import { isOldVersion } from './versionWord.ts';
import type { TlsReport } from '#core/tls/report.ts';

/** Something about the agreed keys and ciphers that a person should know. What is wrong with the chain stands elsewhere. */
export interface ConnectionNote {
  /** A finding of the verdict, or something that the handshake alone shows. */
  readonly from: 'verdict' | 'handshake';
  readonly severity: 'error' | 'warning' | 'note';
  readonly title: string;
  /** What it means, and what to do. Whole sentences. */
  readonly text: string;
}

const connectionKinds: ReadonlySet<FindingKind> = new Set(['legacy-version', 'weak-cipher', 'no-forward-secrecy']);

/** All of them, worst first. The findings of the verdict that are about the connection, then what the handshake itself shows. */
export function connectionNotes({ connection }: Exchange): readonly ConnectionNote[] {
  const report = connection?.tls;
  if (report === undefined) return [];
  const found = report.verdict.findings
    .filter(({ kind }) => connectionKinds.has(kind))
    .map((finding): ConnectionNote => {
      const { title, cause, remedy } = explainFinding(finding);
      const better = finding.kind === 'weak-cipher' ? betterOffers(report) : undefined;
      const text = [cause, better, remedy].filter((sentence) => sentence !== undefined).join(' ');
      return { from: 'verdict', severity: finding.severity, title, text };
    });
  const seen = handshakeNotes.flatMap(({ applies, ...note }) =>
    applies(report) ? [{ from: 'handshake' as const, ...note }] : [],
  );
  const order = ['error', 'warning', 'note'] as const;
  return [...found, ...seen].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** How many suites the client would have liked better: then it is the server's doing. */
function betterOffers({ offered, cipher }: TlsReport): string | undefined {
  const place = cipher === undefined ? -1 : offered.ciphers.filter((name) => name !== 'GREASE').indexOf(cipher);
  if (place <= 0) return undefined;
  return `You offered ${place === 1 ? 'one' : place} that you would have liked better.`;
}

interface HandshakeNote extends Omit<ConnectionNote, 'from'> {
  readonly applies: (report: TlsReport) => boolean;
}

/** What only the handshake shows. To add one: write its line here. */
const handshakeNotes: readonly HandshakeNote[] = [
  {
    applies: ({ serverSignature }) => serverSignature === 'bad',
    severity: 'error',
    title: 'The server’s signature does not fit its certificate',
    text: 'Whoever answered signed the handshake with another key than the one in the certificate it showed, or what it said was changed on the way. TLS libraries break off here.',
  },
  {
    applies: isDowngraded,
    severity: 'warning',
    title: 'The server could have spoken TLS 1.3',
    text: 'Its random ends with the mark of a downgrade (RFC 8446 §4.1.3), and you had offered TLS 1.3. Something on the way may have changed your offer: compare from another network.',
  },
  {
    applies: ({ compression }) => compression !== undefined && compression !== 'null',
    severity: 'warning',
    title: 'The connection is compressed by TLS',
    text: 'From the length of what is sent, cookies and tokens can be guessed character by character (CRIME, 2012). The server should switch TLS compression off.',
  },
  {
    applies: ({ signatureScheme }) => signatureScheme?.endsWith('_sha1') === true,
    severity: 'warning',
    title: 'The handshake is signed over SHA-1',
    text: 'SHA-1 has collisions since 2017, and RFC 9155 forbids it here. The server should sign with SHA-256 or better.',
  },
  {
    applies: (report) => isOldVersion(report.version) && !report.secureRenegotiation,
    severity: 'warning',
    title: 'Renegotiation is not protected',
    text: 'The server does not know RFC 5746: someone in between could put a beginning of their own before your request. The server’s TLS library is older than 2010 or set up wrongly.',
  },
  {
    applies: (report) => isOldVersion(report.version) && !report.extendedMasterSecret,
    severity: 'note',
    title: 'The session key is not bound to this handshake',
    text: 'Without the extended master secret (RFC 7627), a server in between can make two connections share one key. It matters where client certificates or channel binding are used; TLS 1.3 always has it.',
  },
];
