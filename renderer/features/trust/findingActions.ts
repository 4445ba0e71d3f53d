import type { Certificate } from '#core/certificate/certificate.ts';
import type { Anchor, TrustSources } from '#core/trust/anchor.ts';
import { distrustId, type Distrust } from '#core/trust/distrust.ts';
import { inScope } from '#core/trust/pattern.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import type { Finding } from '#core/trust/verdict.ts';
import { certificateName, isAuthority, pathByNames } from '#renderer/ui/chainSteps.ts';

/** What can be done about a finding from where it is shown. */
export type FindingAction =
  /** Opens the dialog that compares the fingerprint and sets scope and end. */
  | { readonly kind: 'trust-ca'; readonly sha256: string; readonly name: string }
  /** The authority is trusted already, but not for this host. `sha256` is the anchor. */
  | { readonly kind: 'add-to-scope'; readonly sha256: string; readonly label: string }
  /** Nothing is left to do: the authority was trusted for this host since. */
  | { readonly kind: 'trusted-now'; readonly sha256: string; readonly name: string }
  /** The list that holds the authority is off; switching it on counts for every host. `narrower`: trusting that one alone instead. */
  | { readonly kind: 'enable-list'; readonly source: 'system' | 'bundled'; readonly narrower?: TrustCa }
  /** The authority itself was switched off. */
  | { readonly kind: 'enable-authority'; readonly sha256s: readonly string[]; readonly label: string }
  /** A certificate that vouches for itself alone is no authority: it is accepted for this host, with its problems. */
  | { readonly kind: 'except'; readonly note?: string | undefined }
  /** Goes to the list of what is refused: it ends where it was decided. */
  | { readonly kind: 'see-refused'; readonly id?: string }
  | { readonly kind: 'change-host'; readonly to: string };

type TrustCa = Extract<FindingAction, { readonly kind: 'trust-ca' }>;

export interface ActionFacts {
  /** SHA-256 of what the server sent, in its order. */
  readonly sent: readonly string[];
  readonly certificates: ReadonlyMap<string, Certificate>;
  readonly anchors: readonly Anchor[];
  /** What is refused. */
  readonly distrusted?: readonly Distrust[] | undefined;
  /** Which lists count at all; absent: not known yet. */
  readonly sources?: TrustSources | undefined;
  /** Who was asked, and the moment that counts for an end (ms since the Unix epoch, UTC). Without it nothing counts as trusted since. */
  readonly asked?: { readonly host: string; readonly port: number; readonly now: number };
}

/**
 * The actions of each finding, in the order of the findings. What can be done once is offered once, at the finding it fits best:
 * trusting the same authority is not offered three times on one page.
 */
export function findingActions(
  findings: readonly Finding[],
  facts: ActionFacts,
): readonly (FindingAction | undefined)[] {
  const authority = authorityOf(facts);
  const place = authority === undefined ? undefined : placeOfTrust(findings);
  return findings.map((finding) => {
    const off = switchedOff(finding, facts, authority);
    if (off !== undefined && authority?.kind !== 'trusted-now') return off;
    if (finding === place && authority !== undefined) return authority;
    switch (finding.kind) {
      case 'wrong-host':
        return changeHost(finding.nearest);
      case 'out-of-scope':
        return addToScope(finding, facts);
      case 'distrusted':
        return seeRefused(finding, facts);
      case 'self-signed':
        return { kind: 'except' };
      default:
        return undefined;
    }
  });
}

/** The finding that says most plainly that nobody trusted stands behind the chain. */
function placeOfTrust(findings: readonly Finding[]): Finding | undefined {
  const of = (kind: Finding['kind']) => findings.find((finding) => finding.kind === kind);
  // An authority that is known but out of scope needs a wider scope, not to be trusted twice.
  if (of('out-of-scope') !== undefined) return undefined;
  return of('unknown-issuer') ?? of('self-signed') ?? of('incomplete-chain');
}

/** The topmost authority that was sent: on the path by names where there is one, else a root that stands apart. */
function authorityOf({
  sent,
  certificates,
  ...facts
}: ActionFacts): Extract<FindingAction, { readonly kind: 'trust-ca' | 'trusted-now' }> | undefined {
  const path = pathByNames(sent, certificates);
  const isCa = (sha256: string): boolean => {
    const certificate = certificates.get(sha256);
    return certificate !== undefined && isAuthority(certificate);
  };
  const apart = sent.find((sha256) => {
    const certificate = certificates.get(sha256);
    return certificate !== undefined && isAuthority(certificate) && isSelfIssued(certificate);
  });
  const chosen = path.findLast(isCa) ?? apart;
  const certificate = chosen === undefined ? undefined : certificates.get(chosen);
  if (chosen === undefined || certificate === undefined) return undefined;
  const anchor = facts.anchors.find(({ sha256, source }) => sha256 === chosen && source === 'custom');
  const kind = countsFor(anchor, facts.asked) ? 'trusted-now' : 'trust-ca';
  return { kind, sha256: chosen, name: certificateName(certificate) };
}

/** What is known to this computer and off: its list, or the authority itself. */
function switchedOff(
  finding: Finding,
  { anchors, sources }: ActionFacts,
  authority: FindingAction | undefined,
): FindingAction | undefined {
  if (!('listedIn' in finding) || finding.listedIn === undefined || sources === undefined) return undefined;
  const { listedIn } = finding;
  const source = (['system', 'bundled'] as const).find((list) => listedIn.includes(list) && !sources[list]);
  const name = 'issuer' in finding ? finding.issuer : finding.subject;
  if (source !== undefined) {
    const [only, ...others] = anchors.filter((anchor) => anchor.source === source && anchor.label === name);
    // One that was not sent may be taken from the list itself, if the name stands there once.
    const listed: TrustCa | undefined =
      only === undefined || others.length > 0 ? undefined : { kind: 'trust-ca', sha256: only.sha256, name: only.label };
    const narrower = authority?.kind === 'trust-ca' ? authority : listed;
    return { kind: 'enable-list', source, ...(narrower === undefined ? {} : { narrower }) };
  }
  const sent = authority !== undefined && 'sha256' in authority ? authority.sha256 : undefined;
  const off = anchors.filter(
    (anchor) =>
      !anchor.enabled && listedIn.includes(anchor.source) && (anchor.sha256 === sent || anchor.label === name),
  );
  const [first] = off;
  if (first === undefined) return undefined;
  return { kind: 'enable-authority', sha256s: [...new Set(off.map(({ sha256 }) => sha256))], label: first.label };
}

/** The entry by which it was refused, where it is still there. */
function seeRefused(
  { by, label }: Extract<Finding, { kind: 'distrusted' }>,
  { distrusted = [] }: ActionFacts,
): FindingAction {
  const entry = distrusted.find((one) => one.kind === by && one.label === label);
  return { kind: 'see-refused', ...(entry === undefined ? {} : { id: distrustId(entry) }) };
}

/** A star is no address. */
function changeHost(nearest: string | undefined): FindingAction | undefined {
  return nearest === undefined || nearest.includes('*') ? undefined : { kind: 'change-host', to: nearest };
}

function addToScope(
  finding: Extract<Finding, { kind: 'out-of-scope' }>,
  { anchors, asked }: Pick<ActionFacts, 'anchors' | 'asked'>,
): FindingAction | undefined {
  const custom = anchors.filter((anchor) => anchor.source === 'custom');
  const anchor =
    custom.find(({ sha256 }) => sha256 === finding.certificate) ??
    custom.find(({ label, scope }) => label === finding.label && scope.join() === finding.scope.join());
  if (anchor === undefined) return undefined;
  const { sha256, label } = anchor;
  return countsFor(anchor, asked)
    ? { kind: 'trusted-now', sha256, name: label }
    : { kind: 'add-to-scope', sha256, label };
}

/** Whether an anchor speaks for who was asked, as it stands now. */
function countsFor(anchor: Anchor | undefined, asked: ActionFacts['asked']): boolean {
  if (anchor?.enabled !== true || asked === undefined) return false;
  const { trustedUntil, scope } = anchor;
  return (trustedUntil === undefined || trustedUntil >= asked.now) && inScope(scope, asked.host, asked.port);
}

/** The address with another host; scheme, port, path and query stay. Undefined when it is no address. */
export function withHost(url: string, host: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const changed = new URL(url);
  changed.hostname = host.includes(':') ? `[${host}]` : host;
  return changed.href;
}
