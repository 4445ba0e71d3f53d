import { formatBytes, formatCount, formatPlural } from '#core/format.ts';
import type { Connection, Endpoint } from '#core/http/exchange.ts';
import { formatDay } from '#core/certificate/validity.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { formatLifetime } from './lifetime.ts';
import { downgradeMark, isFinished, isPostQuantum, retryMs } from './handshakeLead.ts';
import { answeredExtension, extensionNumber, messageOf, offeredExtension } from './negotiated.ts';
import { isOldVersion, versionWord } from './versionWord.ts';

/** One fact of a handshake. `value` absent: the recorded bytes do not show it. */
export interface TlsFact {
  readonly label: string;
  readonly value?: string;
  /** A word that qualifies the value. */
  readonly aside?: string;
  /** 'first' is always shown, 'second' where there is room, 'third' when more was asked for. */
  readonly rank: 'first' | 'second' | 'third';
}

/** Name of a certificate by its SHA-256, where the certificates are at hand. */
export type NameOf = (sha256: string) => string | undefined;

/** What the handshake agreed on, in reading order: for the window in columns, for the terminal below each other. */
export function tlsFacts(
  connection: Connection,
  report: TlsReport,
  nameOf: NameOf = () => undefined,
): readonly TlsFact[] {
  const old = isOldVersion(report.version);
  return [
    fact('Version', report.version === undefined ? undefined : versionWord(report.version), handshakeKind(report)),
    fact('Cipher suite', report.cipher),
    keyExchange(report),
    fact('Server signed with', report.signatureScheme, signatureAside(report)),
    application(report),
    second(fact('Server', endpoint(connection.remote), `from :${connection.local.port}`)),
    second(fact('JA4', report.ja4)),
    second(staple(report)),
    second(clientCertificate(report, nameOf)),
    old ? renegotiation(report) : serverName(report),
    ...(old ? [serverName(report), downgrade(report), masterSecret(report), encryptThenMac(report)] : []),
    ...(old ? [compression(report)] : [retry(report)]),
    serverShare(report),
    tickets(report),
    earlyData(report),
    recordSize(report),
    certificateCompression(report),
    timestamps(report),
    encryptedHello(report),
    alerts(report),
    library(report),
    fact('Channel binding', undefined),
  ].map((given, index) => (index < FRONT ? given : { ...given, rank: 'third' }));
}

/** Two rows of five: what is asked of every handshake. */
const FRONT = 10;

function fact(label: string, value: string | undefined, aside?: string): TlsFact {
  return {
    label,
    rank: 'first',
    ...(value === undefined ? {} : { value }),
    ...(value === undefined || aside === undefined ? {} : { aside }),
  };
}

function second(given: TlsFact): TlsFact {
  return { ...given, rank: 'second' };
}

function handshakeKind(report: TlsReport): string {
  if (!isFinished(report)) return 'not finished';
  if (report.resumed) return 'resumed';
  return report.helloRetry ? 'full, one retry' : 'full handshake';
}

function keyExchange(report: TlsReport): TlsFact {
  if (report.group !== undefined) {
    return fact('Key exchange', report.group, isPostQuantum(report.group) ? 'hybrid' : undefined);
  }
  if (report.cipher?.startsWith('TLS_RSA_') === true) return fact('Key exchange', 'RSA', 'no forward secrecy');
  const prime = messageOf(report, 'ServerKeyExchange')?.fields['primeBits'];
  // Before RFC 7919 every server made its own group: only its size is known.
  if (typeof prime === 'number') return fact('Key exchange', `DHE, ${prime} bits`, 'a group of the server’s own');
  return fact('Key exchange', undefined);
}

function signatureAside({ serverSignature, signatureScheme }: TlsReport): string | undefined {
  if (serverSignature === 'bad') return 'does not fit the certificate’s key';
  const weak = signatureScheme?.endsWith('_sha1') === true ? 'SHA-1' : undefined;
  const words = [weak, serverSignature === 'good' ? 'signature is good' : undefined].filter(Boolean);
  return words.length === 0 ? undefined : words.join(', ');
}

/** Without a ServerHello nothing was answered: that is not the same as a no. */
function answered(report: TlsReport): boolean {
  return report.version !== undefined;
}

function application(report: TlsReport): TlsFact {
  if (!answered(report)) return fact('Application', undefined);
  if (report.alpn.accepted !== null) return fact('Application', report.alpn.accepted);
  return fact('Application', 'none chosen', report.alpn.offered.length === 0 ? 'none offered' : undefined);
}

/** Address and port as one writes them: IPv6 in brackets. */
function endpoint(end: Endpoint): string {
  return end.family === 'IPv6' ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`;
}

function staple(report: TlsReport): TlsFact {
  if (!answered(report)) return fact('Stapled OCSP', undefined);
  if (report.revocation?.source === 'staple') return fact('Stapled OCSP', ...revocationWords(report.revocation));
  if (report.ocspStaple !== undefined) return fact('Stapled OCSP', 'sent', formatBytes(report.ocspStaple.bytes));
  const asked = offeredExtension(report, extensionNumber.statusRequest) !== undefined;
  const promised = report.verdict.findings.some(({ kind }) => kind === 'must-staple-missing');
  return fact('Stapled OCSP', 'none', promised ? 'but promised' : asked ? undefined : 'not asked for');
}

/** The word of the authority, and until when it holds; where it cannot be relied on, why. */
function revocationWords(word: RevocationStatus): readonly [value: string, aside?: string] {
  const [problem] = word.problems;
  if (word.status === 'revoked') {
    return word.revokedAt === undefined ? ['revoked'] : ['revoked', `on ${formatDay(word.revokedAt)}`];
  }
  if (word.status === 'good') {
    return word.nextUpdate === undefined ? ['good'] : ['good', `until ${formatDay(word.nextUpdate)}`];
  }
  return problem === undefined ? ['unknown'] : ['not usable', problem.replaceAll('-', ' ')];
}

function clientCertificate({ clientAuth, ...report }: TlsReport, nameOf: NameOf): TlsFact {
  if (report.version === undefined) return fact('Client certificate', undefined);
  if (!clientAuth.requested) return fact('Client certificate', 'not requested');
  if (clientAuth.offered === null) return fact('Client certificate', 'requested', 'none sent');
  const name = clientAuth.identity?.label ?? nameOf(clientAuth.offered);
  return fact('Client certificate', 'sent', name ?? `${clientAuth.offered.slice(0, 8)}…`);
}

function serverName({ sni, version }: TlsReport): TlsFact {
  if (sni.sent === null) return fact('Server name', 'not sent', 'an address has none');
  if (version === undefined) return fact('Server name', 'sent');
  return fact(
    'Server name',
    sni.acknowledged ? 'acknowledged' : 'sent',
    sni.acknowledged ? undefined : 'not acknowledged',
  );
}

function renegotiation(report: TlsReport): TlsFact {
  if (!answered(report)) return fact('Renegotiation', undefined);
  return report.secureRenegotiation
    ? fact('Renegotiation', 'secure')
    : fact('Renegotiation', 'not protected', 'RFC 5746 absent');
}

function downgrade(report: TlsReport): TlsFact {
  return fact('Downgrade mark', downgradeMark(report) ?? 'none');
}

function masterSecret({ extendedMasterSecret }: TlsReport): TlsFact {
  return extendedMasterSecret
    ? fact('Extended master secret', 'yes')
    : fact('Extended master secret', 'no', 'RFC 7627 absent');
}

function encryptThenMac(report: TlsReport): TlsFact {
  const { cipher } = report;
  if (cipher === undefined) return fact('Encrypt-then-MAC', undefined);
  if (!/_CBC_/.test(cipher)) return fact('Encrypt-then-MAC', 'not needed', 'the cipher has no MAC of its own');
  const agreed = report.encryptThenMac ?? answeredExtension(report, extensionNumber.encryptThenMac) !== undefined;
  return agreed ? fact('Encrypt-then-MAC', 'yes') : fact('Encrypt-then-MAC', 'no', 'RFC 7366 absent');
}

function compression(report: TlsReport): TlsFact {
  const method = report.compression ?? messageOf(report, 'ServerHello')?.fields['compressionMethod'];
  if (typeof method !== 'string') return fact('Compression', undefined);
  return method === 'null' ? fact('Compression', 'none') : fact('Compression', method, 'leaks secrets (CRIME)');
}

function retry(report: TlsReport): TlsFact {
  if (!report.helloRetry) return fact('Retry', answered(report) ? 'none' : undefined);
  const ms = retryMs(report);
  return fact('Retry', report.group ?? 'asked for', ms === undefined ? undefined : `cost ${ms.toFixed(1)} ms`);
}

/** Length of the key the server made for this connection alone. */
function serverShare(report: TlsReport): TlsFact {
  const share = answeredExtension(report, extensionNumber.keyShare) ?? messageOf(report, 'ServerKeyExchange')?.fields;
  const bytes = share?.['keyBytes'] ?? share?.['publicKeyBytes'];
  if (typeof bytes === 'number') return fact('Server’s share', formatBytes(bytes));
  return fact('Server’s share', report.group === undefined && answered(report) ? 'none' : undefined);
}

function tickets({ tickets: given, ...report }: TlsReport): TlsFact {
  const [first] = given;
  if (first === undefined) return fact('Session tickets', report.version === undefined ? undefined : 'none');
  return fact('Session tickets', formatCount(given.length), `good for ${formatLifetime(first.lifetimeSeconds)}`);
}

function earlyData({ earlyData: said, ...report }: TlsReport): TlsFact {
  if (isOldVersion(report.version)) return fact('Early data', 'none', 'came with TLS 1.3');
  if (said === 'accepted' || said === 'rejected') return fact('Early data', said);
  const most = Math.max(0, ...report.tickets.map(({ maxEarlyData }) => maxEarlyData ?? 0));
  if (most > 0) return fact('Early data', 'not offered', `the server would take ${formatBytes(most)}`);
  return fact('Early data', report.version === undefined ? undefined : 'not offered');
}

function recordSize(report: TlsReport): TlsFact {
  const limits = report.recordSizeLimit;
  if (limits?.client !== undefined && limits.server !== undefined) {
    return fact('Record size', `at most ${formatCount(limits.server)} bytes`, `${formatCount(limits.client)} to you`);
  }
  if (report.maxFragmentLength !== undefined) {
    return fact('Record size', `at most ${formatCount(report.maxFragmentLength)} bytes`);
  }
  return fact('Record size', answered(report) ? 'the usual' : undefined, 'no limit agreed on');
}

function certificateCompression(report: TlsReport): TlsFact {
  const label = 'Certificate compression';
  const used = report.certificateCompression;
  if (used !== undefined) {
    const { algorithm, compressedBytes, uncompressedBytes } = used;
    return fact(label, algorithm, `${formatCount(uncompressedBytes)} → ${formatCount(compressedBytes)} bytes`);
  }
  const offered = offeredExtension(report, extensionNumber.compressCertificate) !== undefined;
  return fact(label, answered(report) ? 'none' : undefined, offered ? undefined : 'not offered');
}

function timestamps(report: TlsReport): TlsFact {
  const label = 'Timestamps (SCT)';
  if (report.scts.length > 0) return fact(label, formatPlural(report.scts.length, 'came', 'came'), 'in the handshake');
  const asked = offeredExtension(report, extensionNumber.signedCertificateTimestamp) !== undefined;
  // Node has no way to ask (facts/tls.md §2): only those inside the certificate can be seen.
  return fact(label, answered(report) ? 'none in the handshake' : undefined, asked ? undefined : 'not asked for');
}

function encryptedHello(report: TlsReport): TlsFact {
  const label = 'Encrypted ClientHello';
  // Reports that were kept before this was a field of its own still have the hello.
  const inHello = offeredExtension(report, extensionNumber.encryptedClientHello) !== undefined;
  const said = report.ech ?? (inHello ? 'offered' : 'not-offered');
  if (said === 'not-offered') {
    return fact(label, 'not offered', report.sni.sent === null ? undefined : 'the name went in the clear');
  }
  return fact(label, said, said === 'offered' ? 'perhaps only for show' : 'with keys to try again');
}

function alerts({ alerts: said }: TlsReport): TlsFact {
  const [first] = said;
  if (first === undefined) return fact('Alerts', 'none');
  const more = said.length === 1 ? undefined : `and ${formatCount(said.length - 1)} more`;
  return fact('Alerts', `${first.name} from the ${first.from}`, more);
}

function library({ verdict: { library: said } }: TlsReport): TlsFact {
  if (said.code === '') return fact('TLS library', 'not asked');
  return said.accepted ? fact('TLS library', 'accepted the chain') : fact('TLS library', 'refused', said.code);
}
