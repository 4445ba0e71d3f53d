import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { explainCompletion, type ChainCompletion } from '#core/diagnose/completion.ts';
import { conclude } from '#core/diagnose/conclude.ts';
import { fetchLine, type FetchRecord } from '#core/diagnose/fetch.ts';
import { probeWords } from '#core/diagnose/ownerReport.ts';
import { probes, type ProbeReport } from '#core/diagnose/probe.ts';
import { revocationWords, type RevocationCheck } from '#core/diagnose/revocationCheck.ts';
import { formatMs } from '#core/format.ts';
import type { CertificateBag, Exchange, ExchangeFailure } from '#core/http/exchange.ts';
import { columns, heading, toned, wrap, type Line, type Tone } from './line.ts';

/** What was asked of others about a chain, because the command line said so. */
export interface ChainDiagnosis {
  readonly completion?: ChainCompletion;
  readonly revocation?: readonly RevocationCheck[];
  /** Other handshakes with a server that broke one off. */
  readonly probed?: ProbeReport;
}

/** What others said about the chain, and every request that it took. */
export function diagnosisLines(
  { completion, revocation = [], probed }: ChainDiagnosis,
  { outcome }: Exchange,
  bag: CertificateBag,
  width: number,
): readonly Line[] {
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  const certificates = { ...bag, ...completion?.certificates };
  return [
    ...(completion === undefined ? [] : [...heading('Where the chain leads'), ...completionLines(completion, width)]),
    ...(probed === undefined || failure === undefined
      ? []
      : [...heading('Why, as far as other handshakes tell'), ...probeLines(probed, failure, width)]),
    ...(revocation.length === 0 ? [] : heading('Revocation, as asked')),
    ...revocation.flatMap((check) => checkLines(check, nameOf(check.certificate, certificates), width)),
  ];
}

function completionLines(completion: ChainCompletion, width: number): readonly Line[] {
  const { kind } = completion.result;
  const names = completion.missing.map((sha256) => nameOf(sha256, completion.certificates));
  const { title, cause, remedy } = explainCompletion(completion, names);
  const [mark, tone]: readonly [string, Tone] =
    kind === 'failed' ? ['✗', 'bad'] : kind === 'complete' ? ['✓', 'good'] : ['!', 'warn'];
  return [
    [toned(tone, `  ${mark} ${title}`)],
    ...paragraph(cause, width),
    ...paragraph(remedy, width),
    ...fetchLines(completion.fetches),
  ];
}

function probeLines({ outcomes }: ProbeReport, failure: ExchangeFailure, width: number): readonly Line[] {
  return [
    ...conclude(failure, outcomes).flatMap(({ title, cause, remedy }) => [
      [toned('warn', `  ! ${title}`)],
      ...paragraph(cause, width),
      ...paragraph(remedy, width),
    ]),
    ...columns(
      outcomes.map(({ id, ms, result }) => [
        probes.find((probe) => probe.id === id)?.label ?? id,
        probeWords(result),
        toned('dim', formatMs(ms)),
      ]),
      '    ',
    ),
  ];
}

function checkLines(check: RevocationCheck, name: string, width: number): readonly Line[] {
  const [mark, tone]: readonly [string, Tone] =
    check.status?.status === 'good' ? ['✓', 'good'] : check.status?.status === 'revoked' ? ['✗', 'bad'] : ['!', 'warn'];
  return [
    [toned(tone, `  ${mark} ${name}`), toned('dim', check.method === 'ocsp' ? ' by OCSP' : ' by list')],
    ...paragraph(revocationWords(check, name), width),
    ...fetchLines(check.fetches),
  ];
}

function paragraph(text: string, width: number): readonly Line[] {
  return wrap(text, width - 4).map((line) => [`    ${line}`]);
}

function fetchLines(fetches: readonly FetchRecord[]): readonly Line[] {
  return fetches.map((fetch) => [toned('dim', `    ${fetchLine(fetch)}`)]);
}

function nameOf(sha256: string, bag: CertificateBag): string {
  const blocks = parsePem(bag[sha256] ?? '');
  const der = blocks.ok ? blocks.value[0] : undefined;
  const certificate = der === undefined ? undefined : decodeCertificate(der);
  return certificate?.ok === true ? shortName(certificate.value.subject) : `${sha256.slice(0, 16)}…`;
}
