import { toPem } from '#core/certificate/pem.ts';
import { sameName } from '#core/certificate/name.ts';
import { acceptable } from '#core/trust/exception.ts';
import { saysIncomplete } from '#core/trust/libraryCode.ts';
import { blocks, type Finding, type Verdict } from '#core/trust/verdict.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import type { Judgement } from '#main/engine/trust/judge.ts';
import type { HandshakeGrant } from './grantedHandshake.ts';

/**
 * What lets the TLS library complete a chain as our own check did: the root the path ends in, and the kept intermediates on it. In
 * a context of its own that trusts only this root and takes no partial chains, an intermediate can complete and never vouch.
 */
export interface Completion {
  /** Equal for equal certificates. */
  readonly key: string;
  /** PEM: the root, then the intermediates. */
  readonly pems: readonly string[];
}

export interface CompletionCase {
  readonly judgement: Judgement;
  /** SHA-256, as sent. */
  readonly sent: readonly string[];
  readonly trust: EffectiveTrust;
  readonly grant?: HandshakeGrant | undefined;
}

/**
 * How to shake hands again when the library refused a chain only because of a gap that kept intermediates close. Undefined when that
 * is not so; 'no-root' when they close it, and the path ends in an intermediate: the library could not be given it without making
 * anchors of them all.
 */
export function completionOf({ judgement, sent, trust, grant }: CompletionCase): Completion | 'no-root' | undefined {
  const { verdict, path } = judgement;
  if (verdict.kind !== 'untrusted' || verdict.library.accepted || !saysIncomplete(verdict.library.code))
    return undefined;
  if (!othersAccepted(verdict, path[0], grant)) return undefined;
  const root = trust.bySha256.get(path.at(-1) ?? '');
  const missing = path.slice(0, -1).filter((sha256) => !sent.includes(sha256));
  const kept = missing.map((sha256) => trust.hints.find((hint) => hint.sha256 === sha256));
  const hints = kept.filter((hint) => hint !== undefined);
  if (root === undefined || hints.length === 0 || hints.length < kept.length) return undefined;
  const isRoot = ({ certificate }: (typeof hints)[number]) => sameName(certificate.subject, certificate.issuer);
  // A hint that is a root would become one that is trusted.
  if (!isRoot(root) || hints.some(isRoot)) return 'no-root';
  return {
    key: [root, ...hints].map(({ sha256 }) => sha256).join(),
    pems: [root, ...hints].map(({ certificate }) => toPem(certificate.der)),
  };
}

/** Whether nothing else stands against the chain, or only what was granted. */
function othersAccepted({ findings }: Verdict, leaf: string | undefined, grant: HandshakeGrant | undefined): boolean {
  const others = findings
    .filter((finding) => blocks(finding) && finding.kind !== 'disagreement')
    .map(({ kind }) => kind);
  if (others.length === 0 || grant?.kind === 'unchecked') return true;
  const granted = grant?.exceptions.filter((one) => one.leaf === leaf) ?? [];
  return granted.some(({ accepted }) => others.every((kind) => accepted.has(kind) && acceptable(kind)));
}

/** The judgement with the reason why the library could not be brought to accept. */
export function withoutRoot(judgement: Judgement): Judgement {
  const findings = judgement.verdict.findings.map((finding): Finding =>
    finding.kind === 'disagreement' ? { ...finding, because: 'hint-without-root' } : finding,
  );
  return { ...judgement, verdict: { ...judgement.verdict, findings } };
}
