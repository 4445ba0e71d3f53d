import { isFinished, isPostQuantum } from './lead.ts';
import { versionWord } from './messageNote.ts';
import type { Connection, Endpoint } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';

/** One fact of the summary. `value` absent: the recorded bytes do not show it. */
export interface SummaryFact {
  readonly label: string;
  readonly value?: string;
  /** A word that qualifies the value. */
  readonly aside?: string;
  /** What a narrow window may leave out. */
  readonly rank: 'first' | 'second';
}

/** The facts of the handshake in reading order; the columns of the two rows belong together. */
export function summaryOf(connection: Connection, report: TlsReport): readonly SummaryFact[] {
  return [
    fact('Version', report.version === undefined ? undefined : versionWord(report.version), handshakeKind(report)),
    fact('Cipher suite', report.cipher),
    keyExchange(report),
    fact('Server signed with', report.signatureScheme, signatureAside(report)),
    application(report),
    second(fact('Server', endpoint(connection.remote), `from :${connection.local.port}`)),
    second(fact('JA4', report.ja4)),
    second(staple(report)),
    second(clientCertificate(report)),
    report.version === 'TLSv1.3' ? serverName(report) : renegotiation(report),
  ];
}

function fact(label: string, value: string | undefined, aside?: string): SummaryFact {
  return {
    label,
    rank: 'first',
    ...(value === undefined ? {} : { value }),
    ...(value === undefined || aside === undefined ? {} : { aside }),
  };
}

function second(given: SummaryFact): SummaryFact {
  return { ...given, rank: 'second' };
}

function handshakeKind(report: TlsReport): string {
  if (!isFinished(report)) return 'not finished';
  if (report.resumed) return 'resumed';
  return report.helloRetry ? 'full, one retry' : 'full handshake';
}

function keyExchange(report: TlsReport): SummaryFact {
  if (report.group !== undefined) {
    return fact('Key exchange', report.group, isPostQuantum(report.group) ? 'hybrid' : undefined);
  }
  const rsa = report.cipher?.startsWith('TLS_RSA_') === true;
  return rsa ? fact('Key exchange', 'RSA', 'no forward secrecy') : fact('Key exchange', undefined);
}

function signatureAside(report: TlsReport): string | undefined {
  return report.signatureScheme?.endsWith('_sha1') === true ? 'SHA-1' : undefined;
}

/** Without a ServerHello nothing was answered: that is not the same as a no. */
function answered(report: TlsReport): boolean {
  return report.version !== undefined;
}

function application(report: TlsReport): SummaryFact {
  if (!answered(report)) return fact('Application', undefined);
  if (report.alpn.accepted !== null) return fact('Application', report.alpn.accepted);
  return fact('Application', 'none chosen', report.alpn.offered.length === 0 ? 'none offered' : undefined);
}

/** Address and port as one writes them: IPv6 in brackets. */
function endpoint(end: Endpoint): string {
  return end.family === 'IPv6' ? `[${end.address}]:${end.port}` : `${end.address}:${end.port}`;
}

function staple(report: TlsReport): SummaryFact {
  if (!answered(report)) return fact('Stapled OCSP', undefined);
  return report.ocspStaple === undefined
    ? fact('Stapled OCSP', 'none')
    : fact('Stapled OCSP', 'sent', `${report.ocspStaple.bytes} bytes`);
}

function clientCertificate(report: TlsReport): SummaryFact {
  if (!answered(report)) return fact('Client certificate', undefined);
  if (!report.clientAuth.requested) return fact('Client certificate', 'not requested');
  if (report.clientAuth.offered === null) return fact('Client certificate', 'requested', 'none sent');
  return fact('Client certificate', 'sent', `${report.clientAuth.offered.slice(0, 8)}…`);
}

function serverName(report: TlsReport): SummaryFact {
  if (report.sni.sent === null) return fact('Server name', 'not sent', 'an address has none');
  return fact(
    'Server name',
    report.sni.acknowledged ? 'acknowledged' : 'sent',
    report.sni.acknowledged ? undefined : 'not acknowledged',
  );
}

function renegotiation(report: TlsReport): SummaryFact {
  if (!answered(report)) return fact('Renegotiation', undefined);
  return report.secureRenegotiation
    ? fact('Renegotiation', 'secure')
    : fact('Renegotiation', 'not protected', 'RFC 5746 absent');
}
