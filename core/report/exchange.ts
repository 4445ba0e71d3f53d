import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type { CertificateBag, Exchange, ResponseRecord } from '#core/http/exchange.ts';
import { chainLines } from './chain.ts';
import { diagnosisLines, type ChainDiagnosis } from './diagnosis.ts';
import { heading, toned, type Line } from './line.ts';
import { formatBytes } from '#core/format.ts';
import { timingLines } from './timing.ts';
import { tlsLines } from './tls.ts';
import type { NameOf } from './tlsFacts.ts';
import { reasons, verdictLine } from './verdict.ts';

export interface ReportInput {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
  /** What others were asked about the chain. */
  readonly diagnosis?: ChainDiagnosis | undefined;
  /** ms UTC. */
  readonly now: number;
  /** Characters a line of prose may have. */
  readonly width: number;
}

/** An exchange to be read by a person: verdict, reasons, certificates, TLS, time, head of the response. The body is not in it. */
export function reportExchange({ exchange, certificates, diagnosis, now, width }: ReportInput): readonly Line[] {
  const tls = exchange.connection?.tls;
  const response = responseOf(exchange);
  return [
    verdictLine(exchange, now),
    requestLine(exchange),
    ...reasons(exchange, width),
    ...(tls ? [...chainLines(tls, certificates, now), ...tlsLines(exchange, width, namesIn(certificates))] : []),
    ...(diagnosis === undefined ? [] : diagnosisLines(diagnosis, exchange, certificates, width)),
    ...timingLines(exchange.timings),
    ...(response ? responseLines(response) : []),
  ];
}

function namesIn(bag: CertificateBag): NameOf {
  return (sha256) => {
    const blocks = parsePem(bag[sha256] ?? '');
    const der = blocks.ok ? blocks.value[0] : undefined;
    const certificate = der === undefined ? undefined : decodeCertificate(der);
    return certificate?.ok === true ? shortName(certificate.value.subject) : undefined;
  };
}

/** The response, also of an exchange that failed after its head had come. */
export function responseOf({ outcome }: Exchange): ResponseRecord | undefined {
  return outcome.kind === 'response' || outcome.kind === 'failed' ? outcome.response : undefined;
}

function requestLine({ request, connection }: Exchange): Line {
  const { address, port, family } = connection?.remote ?? {};
  const remote = family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
  const reused = connection?.reused === true ? ', connection used before' : '';
  const reached = connection ? [toned('dim', ` → ${remote}${reused}`)] : [];
  return [`  ${request.method} ${request.url}`, ...reached];
}

function responseLines(response: ResponseRecord): readonly Line[] {
  const { status, statusText, httpVersion, headers, body } = response;
  const tone = status < 400 ? 'good' : status < 500 ? 'warn' : 'bad';
  const packed = body.encoding === undefined ? '' : `, ${formatBytes(body.wireBytes)} as ${body.encoding}`;
  const cut = body.truncated === true ? ', incomplete' : '';
  return [
    ...heading('Response'),
    [
      '  ',
      toned(tone, `${httpVersion} ${status} ${statusText}`),
      toned('dim', ` · ${formatBytes(body.bytes)}${packed}${cut}`),
    ],
    ...headers.map(([name, value]): Line => ['  ', toned('dim', `${name}:`), ` ${value}`]),
  ];
}
