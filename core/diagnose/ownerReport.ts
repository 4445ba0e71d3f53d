import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { readableName } from '#core/certificate/name.ts';
import { nameText } from '#core/certificate/nameText.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { formatMoment } from '#core/certificate/validity.ts';
import { formatMs } from '#core/format.ts';
import { bracketed } from '#core/http/address.ts';
import { findingsOf, type CertificateBag, type Exchange } from '#core/http/exchange.ts';
import { explainFailure, type Explanation } from '#core/http/explain.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { curlCommand, opensslCommand } from './command.ts';
import { explainCompletion, type ChainCompletion } from './completion.ts';
import { conclude } from './conclude.ts';
import { fetchLine } from './fetch.ts';
import { probes, type ProbeReport, type ProbeResult } from './probe.ts';

export interface OwnerReportInput {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
  readonly host: string;
  readonly port: number;
  /** What following the issuers showed, if that was done. */
  readonly completion?: ChainCompletion | undefined;
  /** What the probes showed, if they were run. */
  readonly probed?: ProbeReport | undefined;
}

/** Lines are no longer than this, for mail. */
const WIDTH = 88;

/**
 * A text for whoever runs the server: what fails, why, what to do, and how to see it for themselves.
 *
 * It holds what the server itself showed to everyone who asks. Nothing of the request is in it: no path, no header, no body, and
 * nothing of this computer but what was trusted by name.
 */
export function ownerReport(input: OwnerReportInput): string {
  const { exchange, host, port } = input;
  return [
    `TLS report about ${bracketed(host)}:${port}`,
    '',
    ...facts(input),
    ...section('What is wrong', problems(exchange)),
    ...section('What the server sent', sentLines(input)),
    ...(input.completion === undefined ? [] : section('Where the chain leads', completionLines(input.completion))),
    ...(input.probed === undefined ? [] : section('What else was tried', probeLines(input.probed, exchange))),
    ...section('See it for yourself', [opensslCommand(host, port), curlCommand(host, port)]),
    ...missingPems(input.completion),
    '',
    'Made with Wireglass. Nothing was sent over the connection after the handshake.',
    '',
  ].join('\n');
}

function facts({ exchange }: OwnerReportInput): readonly string[] {
  const { connection, startedAt } = exchange;
  const { tls, remote } = connection ?? {};
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Seen', formatMoment(startedAt)],
    ['Address', remote === undefined ? undefined : `${bracketed(remote.address)}:${remote.port}`],
    ['TLS', tls?.version?.replace(/^TLSv/, 'TLS ')],
    ['Cipher suite', tls?.cipher],
    ['Key exchange', tls?.group],
    ['Asked for (SNI)', tls === undefined ? undefined : (tls.sni.sent ?? 'no name')],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(16)} ${value}`]));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, '-'.repeat(title.length), ...lines];
}

/** What this computer's user decided is no fault of the server, and nobody else's business. */
const ownDecisions: ReadonlySet<string> = new Set<FindingKind>(['out-of-scope', 'distrusted']);

/** Numbered, as in the window: what does not block has no number. */
function problems(exchange: Exchange): readonly string[] {
  const { outcome } = exchange;
  const failure =
    outcome.kind === 'failed' && outcome.failure.kind !== 'untrusted' ? [explainFailure(outcome.failure)] : [];
  const findings = findingsOf(exchange).filter(({ kind }) => !ownDecisions.has(kind));
  const blocking = findings.filter(({ severity }) => severity === 'error').map(explainFinding);
  const others = findings.filter(({ severity }) => severity !== 'error').map(explainFinding);
  return [
    ...[...failure, ...blocking].flatMap((words, index) => paragraph(`${index + 1}. `, words)),
    ...others.flatMap((words) => paragraph('-  ', words)),
  ];
}

function paragraph(mark: string, { title, cause, remedy }: Explanation): readonly string[] {
  return [`${mark}${title}`, ...wrapped(cause, 3), ...wrapped(remedy, 3)];
}

function wrapped(text: string, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > WIDTH - indent) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one}`);
}

function sentLines({ exchange, certificates }: OwnerReportInput): readonly string[] {
  const sent = exchange.connection?.tls?.chain.sent ?? [];
  return sent.flatMap((sha256, index) => certificateLines(`${index + 1}. `, sha256, certificates[sha256]));
}

function certificateLines(mark: string, sha256: string, pem: string | undefined): readonly string[] {
  const certificate = decoded(pem);
  if (certificate === undefined)
    return [`${mark}a certificate that cannot be read`, `   SHA-256  ${withColons(sha256)}`];
  const names = extensionOf(certificate, 'subjectAltName')?.names.map(nameText) ?? [];
  return [
    `${mark}${readableName(certificate.subject)}`,
    `   Issuer   ${readableName(certificate.issuer)}`,
    ...(names.length === 0 ? [] : wrapped(`Names    ${some(names)}`, 3)),
    `   Valid    ${formatMoment(certificate.notBefore)} to ${formatMoment(certificate.notAfter)}`,
    `   Key      ${keyText(certificate.publicKey)}, signed with ${certificate.signatureAlgorithm.name}`,
    `   Serial   ${withColons(certificate.serial)}`,
    `   SHA-256  ${withColons(sha256)}`,
  ];
}

/** Shared certificates carry hundreds. */
const MAX_NAMES = 12;

function some(names: readonly string[]): string {
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return names.slice(0, MAX_NAMES).join(', ') + more;
}

function completionLines(completion: ChainCompletion): readonly string[] {
  const { cause, remedy, title } = explainCompletion(completion, missingNames(completion));
  return [
    title,
    ...wrapped(cause, 3),
    ...wrapped(remedy, 3),
    ...completion.fetches.map((fetch) => `   ${fetchLine(fetch)}`),
  ];
}

/** Subjects of what the server should have sent, in its order. */
function missingNames({ missing, certificates }: ChainCompletion): readonly string[] {
  return missing.map((sha256) => {
    const certificate = decoded(certificates[sha256]);
    return certificate === undefined ? sha256 : readableName(certificate.subject);
  });
}

function probeLines({ outcomes }: ProbeReport, { outcome }: Exchange): readonly string[] {
  const conclusions = outcome.kind === 'failed' ? conclude(outcome.failure, outcomes) : [];
  const tried = outcomes.map(({ id, ms, result }) => {
    const label = probes.find((probe) => probe.id === id)?.label ?? id;
    return `   ${label}: ${probeWords(result)} (${formatMs(ms)})`;
  });
  return [...conclusions.flatMap((words) => paragraph('-  ', words)), ...tried];
}

/** What came of one probe, in a few words. */
export function probeWords(result: ProbeResult): string {
  switch (result.kind) {
    case 'handshake':
      return `succeeded, ${result.version.replace(/^TLSv/, 'TLS ')}, ${result.cipher}${result.group === undefined ? '' : `, ${result.group}`}`;
    case 'failed':
      return result.failure.kind === 'tls-alert'
        ? `alert ${result.failure.number} (${result.failure.name})`
        : shortTitle(result.failure);
    case 'spoken':
      return `answered as ${result.spoken === 'unknown' ? 'something unknown' : result.spoken}`;
    case 'silent':
      return 'nothing came';
    case 'skipped':
      return `left out: ${result.why}`;
  }
}

function shortTitle(failure: Parameters<typeof explainFailure>[0]): string {
  const { title } = explainFailure(failure);
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** What has to be added to the server’s certificate file, ready to be pasted. */
function missingPems(completion: ChainCompletion | undefined): readonly string[] {
  const pems = completion?.missing.flatMap((sha256) => completion.certificates[sha256] ?? []) ?? [];
  if (pems.length === 0) return [];
  return section('To be added to what the server sends', [
    ...wrapped(serverAdvice, 0),
    '',
    ...pems.map((pem) => pem.trimEnd()),
  ]);
}

/** Where a missing intermediate goes, whatever the server is. */
export const serverAdvice =
  'Append this to the file with the server’s own certificate, below it, and load the server’s configuration again. In nginx that file is ssl_certificate, in Apache httpd SSLCertificateFile (2.4.8 or later), in HAProxy the crt file; other servers call it the chain, the bundle or fullchain. The root need not be sent.';

function decoded(pem: string | undefined): Certificate | undefined {
  const blocks = pem === undefined ? undefined : parsePem(pem);
  const der = blocks?.ok === true ? blocks.value[0] : undefined;
  const certificate = der === undefined ? undefined : decodeCertificate(der);
  return certificate?.ok === true ? certificate.value : undefined;
}
