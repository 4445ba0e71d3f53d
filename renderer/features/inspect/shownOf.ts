import type { DerFailure } from '#core/certificate/der.ts';
import { lifetimeLimit } from '#core/certificate/lifetimeLimit.ts';
import type { CertificateBag } from '#core/http/exchange.ts';
import type { InspectedCertificate, InspectSubject } from '#renderer/state/inspect.ts';
import { certificateName, isAuthority } from '#renderer/ui/chainSteps.ts';
import { numberedFindings, type NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import type { Shown } from './forms.ts';
import { chainOfFile } from './judgeSubject.ts';
import { lazyBag } from './lazyBag.ts';
import { layoutTimeline, lifetimeWords, type Lasting, type Timeline } from './timeline.ts';

/** Everything the viewer shows of one certificate of a subject. */
export interface View {
  readonly shown: Shown;
  readonly inspected: InspectedCertificate;
  readonly findings: readonly NumberedFinding[];
  /** Why it could not be decoded. */
  readonly fault?: DerFailure | undefined;
  /** SHA-256, leaf first: the proven path, else the names as far as they lead. */
  readonly chain: readonly string[];
  readonly certificates: CertificateBag;
  /** Whose key its signature was verified with, by name: only on a proven path, where every signature was. */
  readonly signer?: string | undefined;
  readonly timeline?: Timeline | undefined;
  /** How long it lasts against how long it might. */
  readonly lifetime: string;
}

/** Longest chain that is copied and saved with one press. */
const MOST_CHAIN = 200;

export function shownOf(subject: InspectSubject, selected: string, now: number): View | undefined {
  const bag = lazyBag(subject.certificates);
  const opened = bag.open(selected);
  const pem = subject.certificates[selected];
  if (opened === undefined || pem === undefined) return undefined;
  const { der, read } = opened;
  const certificate = read.ok ? read.value : undefined;
  const name = certificate === undefined ? `${selected.slice(0, 16)}…` : certificateName(certificate);
  const chain = chainOf(subject);
  const stands = chain.includes(selected) ? chain : [selected];
  const { verdict } = subject;
  const limit = certificate === undefined || isAuthority(certificate) ? undefined : lifetimeLimit(certificate);
  const lasting = stands.flatMap((sha256): readonly Lasting[] => {
    const one = bag.get(sha256);
    return one === undefined ? [] : [{ ...one, sha256, name: certificateName(one) }];
  });
  return {
    shown: {
      name,
      sha256: selected,
      der,
      certificate,
      chain: stands.slice(0, MOST_CHAIN).flatMap((sha256) => bag.open(sha256)?.der ?? []),
    },
    inspected: { sha256: selected, pem, origin: originOf(subject), ...(verdict && { verdict }) },
    findings: numberedFindings(verdict?.findings ?? []).filter(
      // That it is malformed stands above its fields already, with the place.
      ({ finding }) => finding.certificate === selected && (read.ok || finding.kind !== 'malformed'),
    ),
    ...(read.ok ? {} : { fault: read.error }),
    chain,
    certificates: subject.certificates,
    signer: signerOf(selected, subject.path, bag),
    timeline: layoutTimeline(lasting, { selected, now, limitDays: limit }),
    lifetime: certificate === undefined ? '' : lifetimeWords(certificate, limit),
  };
}

/** Where a certificate comes from, in one line. */
export function originOf({ title, origin, order }: InspectSubject): string {
  return order === 'file' ? origin : `${title}, ${origin}`;
}

function signerOf(selected: string, path: readonly string[], bag: ReturnType<typeof lazyBag>): string | undefined {
  const above = path.includes(selected) ? path[path.indexOf(selected) + 1] : undefined;
  const certificate = above === undefined ? undefined : bag.get(above);
  return certificate === undefined ? undefined : certificateName(certificate);
}

function chainOf(subject: InspectSubject): readonly string[] {
  if (subject.path.length > 0) return subject.path;
  const start = subject.start ?? subject.sent[0];
  return start === undefined ? [] : chainOfFile(subject, start);
}
