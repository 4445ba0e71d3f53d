import { numberedFindings, type NumberedFinding } from './findingNumbers.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { attributeOf, sameName, shortName } from '#core/certificate/name.ts';
import { formatDay, validityAt } from '#core/certificate/validity.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import type { AnchorSource, Finding, FindingKind, Verdict } from '#core/trust/verdict.ts';

/** The link between two nodes: whether who stands below vouches for who stands above. */
export interface ChainLink {
  /** 'unknown': it could not be judged, because something in between is missing. */
  readonly state: 'ok' | 'broken' | 'unknown';
  readonly words: string;
}

export interface CertificateNode {
  readonly kind: 'certificate';
  readonly sha256: string;
  /** 'Sent 1st · server': both in one line. */
  readonly role: string;
  /** 'Server', 'Intermediate', 'Root'. */
  readonly part: string;
  /** 'sent 1st', 'not sent', '1st in the file'. */
  readonly place: string;
  readonly name: string;
  readonly more: string;
  readonly marks: readonly NumberedFinding[];
}

/** A certificate the server should have sent: it stands in its place. */
export interface MissingNode {
  readonly kind: 'missing';
  readonly role: string;
  readonly name: string;
  readonly more: string;
  readonly marks: readonly NumberedFinding[];
}

/** What is trusted for this host: where a good path ends. */
export interface StoreNode {
  readonly kind: 'store';
  readonly role: string;
  readonly name?: string;
  /** Absent when no path reached it. */
  readonly source?: AnchorSource;
  readonly more: string;
  readonly marks: readonly NumberedFinding[];
}

/** One node with the link that leads to it from the node above. */
export interface ChainStep {
  readonly link: ChainLink;
  readonly node: CertificateNode | MissingNode | StoreNode;
}

export interface Chain {
  /** Absent when nobody was asked: the certificates come from a file. */
  readonly asked?: string;
  readonly steps: readonly ChainStep[];
  /** Sent, but on no path. */
  readonly spare: readonly CertificateNode[];
}

export interface ChainFacts {
  readonly host?: string;
  readonly report: {
    readonly chain: { readonly sent: readonly string[]; readonly path: readonly string[] };
    /** Absent until it has been judged. */
    readonly verdict?: Pick<Verdict, 'findings' | 'anchor'>;
  };
  /** What `sent` is the order of; 'wire' unless told. */
  readonly order?: 'wire' | 'file';
  /** SHA-256 of the certificate the chain begins with; the first of `sent` unless told. */
  readonly start?: string | undefined;
  /** Decoded certificates by SHA-256; one that could not be decoded is absent and shown by its fingerprint. */
  readonly certificates: Decoded;
  /** What the store node says when no path reached it, e.g. '5 custom, 144 system, 142 bundled'. */
  readonly storeWords: string;
  /** ms UTC: when the chain was judged. */
  readonly now: number;
}

/** Certificates by SHA-256; a map, or something that decodes when it is asked. */
export type Decoded = Pick<ReadonlyMap<string, Certificate>, 'get'>;

/**
 * The chain as a sentence: who was asked, who answered, who vouches for whom, and your trust at the end.
 *
 * Along the proven path where there is one; otherwise along the names, as far as the server's certificates lead.
 */
export function chainOf(facts: ChainFacts): Chain {
  const { report, host } = facts;
  const findings = numberedFindings(report.verdict?.findings ?? []);
  const path = report.chain.path.length > 0 ? report.chain.path : pathByNames(startFirst(facts), facts.certificates);
  const context: Context = { ...facts, findings, path };
  const steps = path.map((sha256, index) => ({ link: linkTo(context, index), node: nodeOf(context, sha256) }));
  const tail = report.chain.path.length > 0 ? { steps: [], used: [] } : missingTail(context);
  const used = new Set([...path, ...tail.used]);
  const spare = report.chain.sent.filter((sha256) => !used.has(sha256)).map((sha256) => nodeOf(context, sha256));
  return {
    ...(host === undefined ? {} : { asked: host }),
    steps: [...steps, ...tail.steps, storeStep(context)],
    spare,
  };
}

function startFirst({ report, start }: ChainFacts): readonly string[] {
  const { sent } = report.chain;
  return start === undefined ? sent : [start, ...sent.filter((sha256) => sha256 !== start)];
}

interface Context extends ChainFacts {
  readonly findings: readonly NumberedFinding[];
  readonly path: readonly string[];
}

/** From the first certificate up by issuer name, as far as what was sent leads. Says nothing about signatures. */
export function pathByNames(sent: readonly string[], certificates: Decoded): readonly string[] {
  const path: string[] = [];
  let current = sent[0];
  while (current !== undefined && !path.includes(current)) {
    path.push(current);
    const certificate = certificates.get(current);
    if (certificate === undefined || isSelfIssued(certificate)) break;
    current = sent.find((sha256) => {
      const other = certificates.get(sha256);
      return other !== undefined && !path.includes(sha256) && sameName(other.subject, certificate.issuer);
    });
  }
  return path;
}

/** The incomplete chain: the missing certificate in its place, and a root that was sent although nothing leads to it. */
function missingTail(context: Context): { readonly steps: readonly ChainStep[]; readonly used: readonly string[] } {
  const found = context.findings.find(({ finding }) => finding.kind === 'incomplete-chain');
  if (found?.finding.kind !== 'incomplete-chain') return { steps: [], used: [] };
  const missing: ChainStep = {
    link: { state: 'broken', words: 'issuer not sent' },
    node: {
      kind: 'missing',
      role: 'Missing · intermediate',
      name: found.finding.issuer,
      more: found.finding.caIssuers[0]?.replace(/^https?:\/\//, '') ?? 'the certificate does not say where it is',
      marks: [found],
    },
  };
  const root = context.report.chain.sent.find((sha256) => {
    const certificate = context.certificates.get(sha256);
    return !context.path.includes(sha256) && certificate !== undefined && isSelfIssued(certificate);
  });
  if (root === undefined) return { steps: [missing], used: [] };
  const link = { state: 'unknown', words: 'signature cannot be checked yet' } as const;
  return { steps: [missing, { link, node: nodeOf(context, root) }], used: [root] };
}

function linkTo(context: Context, index: number): ChainLink {
  const below = context.path[index];
  if (index === 0) {
    if (context.host === undefined) return { state: 'ok', words: '' };
    const named = context.findings.some(({ finding }) => finding.kind === 'wrong-host' || finding.kind === 'no-san');
    return named ? { state: 'broken', words: 'does not match' } : { state: 'ok', words: 'is covered by' };
  }
  if (has(context, 'bad-signature', context.path[index - 1]))
    return { state: 'broken', words: 'signature does not fit' };
  if (has(context, 'not-a-ca', below)) return { state: 'broken', words: 'may not issue certificates' };
  return { state: 'ok', words: 'signed by' };
}

function has(context: Context, kind: FindingKind, sha256: string | undefined): boolean {
  return context.findings.some(({ finding }) => finding.kind === kind && finding.certificate === sha256);
}

function nodeOf(context: Context, sha256: string): CertificateNode {
  const certificate = context.certificates.get(sha256);
  const marks = context.findings.filter(
    ({ finding }) => finding.certificate === sha256 && finding.kind !== 'out-of-scope',
  );
  const place = placeOf(context, sha256);
  const part = roleOf(context, sha256, certificate);
  return {
    kind: 'certificate',
    sha256,
    role: `${capital(place)} · ${part}`,
    part: capital(part),
    place,
    name: certificate === undefined ? `${sha256.slice(0, 16)}…` : certificateName(certificate),
    more: certificate === undefined ? 'could not be decoded' : moreOf(certificate, context.now),
    marks,
  };
}

const endings: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };

function placeOf({ order, report }: Context, sha256: string): string {
  const index = report.chain.sent.indexOf(sha256);
  const place = ordinal(index + 1);
  if (order === 'file') return index === -1 ? 'not in the file' : `${place} in the file`;
  return index === -1 ? 'not sent' : `sent ${place}`;
}

/** '1st', '22nd', '113th'. */
export function ordinal(place: number): string {
  const isTeen = place % 100 > 10 && place % 100 < 14;
  return `${place}${(isTeen ? undefined : endings[place % 10]) ?? 'th'}`;
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function roleOf(context: Context, sha256: string, certificate: Certificate | undefined): string {
  // What a server sends first is its own, whatever it says; a file may begin with anything.
  if (context.order !== 'file' && sha256 === context.report.chain.sent[0]) return 'server';
  if (certificate !== undefined && isSelfIssued(certificate)) return 'root';
  if (certificate === undefined && context.order === 'file') return 'certificate';
  if (certificate === undefined || isAuthority(certificate)) return 'intermediate';
  if (context.order !== 'file') return 'not a CA';
  return extensionOf(certificate, 'subjectAltName') === undefined ? 'end certificate' : 'server';
}

/** Whether the certificate may issue others: basicConstraints, or a version 1 certificate signed by itself. */
export function isAuthority(certificate: Certificate): boolean {
  const constraints = extensionOf(certificate, 'basicConstraints');
  if (constraints !== undefined) return constraints.ca;
  return certificate.version === 1 && isSelfIssued(certificate);
}

/** What people call the certificate: its common name, else the first name it is good for, else what else its subject says. */
export function certificateName(certificate: Certificate): string {
  return attributeOf(certificate.subject, 'CN') ?? firstDnsName(certificate) ?? shortName(certificate.subject);
}

function firstDnsName(certificate: Certificate): string | undefined {
  const name = extensionOf(certificate, 'subjectAltName')?.names.find(({ kind }) => kind === 'dns' || kind === 'ip');
  return name?.kind === 'dns' || name?.kind === 'ip' ? name.value : undefined;
}

function moreOf(certificate: Certificate, now: number): string {
  const own = isSelfIssued(certificate) ? 'Signed by itself · ' : '';
  switch (validityAt(certificate, now)) {
    case 'valid':
      return `${own}${own === '' ? 'Until' : 'until'} ${formatDay(certificate.notAfter)}`;
    case 'expired':
      return `${own}${own === '' ? 'Expired' : 'expired'} on ${formatDay(certificate.notAfter)}`;
    case 'not-yet-valid':
      return `${own}${own === '' ? 'Valid' : 'valid'} only from ${formatDay(certificate.notBefore)}`;
  }
}

const sourceNames = { custom: 'Custom', system: 'System', bundled: 'Bundled' } as const;

function storeStep(context: Context): ChainStep {
  if (context.report.verdict === undefined) {
    return {
      link: { state: 'unknown', words: 'not judged yet' },
      node: { kind: 'store', role: 'Your trust', more: context.storeWords, marks: [] },
    };
  }
  const { anchor } = context.report.verdict;
  if (anchor === undefined || context.report.chain.path.length === 0) {
    return {
      link: { state: 'broken', words: brokenEnd(context.findings.map(({ finding }) => finding)) },
      node: {
        kind: 'store',
        role: context.host === undefined ? 'Your trust' : 'Your trust for this host',
        more: context.storeWords,
        marks: outOfScope(context),
      },
    };
  }
  const scope = anchor.scope ?? [];
  const label = anchor.label === undefined ? '' : `as ${anchor.label}, `;
  return {
    link: { state: 'ok', words: 'is in' },
    node: {
      kind: 'store',
      role: 'Your trust',
      name: sourceNames[anchor.source],
      source: anchor.source,
      more: `${label}for ${scope.length === 0 ? 'every host' : scope.join(', ')}`,
      marks: [],
    },
  };
}

/** About an anchor the server need not have sent: it is marked where it is kept. */
function outOfScope({ findings }: Context): readonly NumberedFinding[] {
  return findings.filter(({ finding }) => finding.kind === 'out-of-scope');
}

function brokenEnd(findings: readonly Finding[]): string {
  if (findings.some(({ kind }) => kind === 'distrusted')) return 'refused by you';
  if (findings.some(({ kind }) => kind === 'out-of-scope')) return 'trusted, but not for this host';
  const unknown = findings.find((finding) => finding.kind === 'unknown-issuer');
  if (unknown?.kind === 'unknown-issuer' && !unknown.root) return `its issuer, ${unknown.issuer}, is in no trust list`;
  return 'not in any trust list';
}
