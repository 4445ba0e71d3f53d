import type { Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortFingerprint } from '#core/certificate/fingerprint.ts';
import { shortName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { daysLeft, formatDay, formatDays } from '#core/certificate/validity.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { blocks } from '#core/trust/verdict.ts';
import { columns, heading, toned, type Line, type Span } from './line.ts';

/**
 * The proven path from the server's certificate to the anchor, or, without one, what the server sent. Certificates that were sent
 * and not needed come last. Nothing when no certificate was seen. @param now ms UTC
 */
export function chainLines(tls: TlsReport, bag: CertificateBag, now: number): readonly Line[] {
  const { sent, path } = tls.chain;
  const shown = path.length > 0 ? path : sent;
  const rest = sent.filter((sha256) => !shown.includes(sha256));
  if (shown.length + rest.length === 0) return [];
  const title = path.length > 0 ? 'Certificates, from the server to the trusted authority' : 'Certificates, as sent';
  return [
    ...heading(title),
    ...columns([
      ...shown.map((sha256, depth) => row(tls, bag, now, sha256, path.length > 0 ? depth : 0)),
      ...rest.map((sha256) => row(tls, bag, now, sha256, 0)),
    ]),
    ...(path.length > 0 ? [] : [['  ', toned('bad', 'no path from here to a trusted authority')]]),
  ];
}

function row(tls: TlsReport, bag: CertificateBag, now: number, sha256: string, depth: number): readonly Span[] {
  const { verdict, chain } = tls;
  const blamed = verdict.findings.some((finding) => finding.certificate === sha256 && blocks(finding));
  const tree = depth === 0 ? '' : `${'  '.repeat(depth - 1)}└ `;
  const certificate = decoded(bag[sha256]);
  return [
    blamed ? toned('bad', '✗') : ' ',
    tree + (certificate === undefined ? 'unreadable certificate' : shortName(certificate.subject)),
    origin(sha256, verdict.anchor, chain),
    certificate === undefined ? '' : keyText(certificate.publicKey),
    certificate === undefined ? '' : validity(certificate, now),
    toned('dim', shortFingerprint(sha256)),
  ];
}

/** Where it came from: the anchor's source stands above that it was sent too. */
function origin(sha256: string, anchor: TlsReport['verdict']['anchor'], chain: TlsReport['chain']): Span {
  if (anchor?.sha256 === sha256) return toned('good', anchor.source);
  if (!chain.sent.includes(sha256)) return 'known';
  return chain.path.length > 0 && !chain.path.includes(sha256) ? toned('dim', 'sent, not needed') : 'sent';
}

function validity({ notBefore, notAfter }: Certificate, now: number): Span {
  if (now < notBefore) return toned('bad', `not before ${formatDay(notBefore)}`);
  const days = daysLeft(notAfter, now);
  const text = `until ${formatDay(notAfter)}`;
  return days < 0 ? toned('bad', `expired ${formatDay(notAfter)}`) : `${text} (${formatDays(days)})`;
}

function decoded(pem: string | undefined): Certificate | undefined {
  const blocksOf = parsePem(pem ?? '');
  const der = blocksOf.ok ? blocksOf.value[0] : undefined;
  const result = der === undefined ? undefined : decodeCertificate(der);
  return result?.ok === true ? result.value : undefined;
}
