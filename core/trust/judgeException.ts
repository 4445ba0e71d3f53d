import { acceptable, type ExceptionEnd } from './exception.ts';
import { explainsRefusal } from './libraryCode.ts';
import { blocks, type Finding, type FindingKind, type Verdict } from './verdict.ts';

/** An exception as it counts for a connection. It was looked up for exactly this host and port. */
export interface Granted {
  readonly id: string;
  /** SHA-256 of the server's certificate, lower-case hex. */
  readonly leaf: string;
  readonly accepted: ReadonlySet<FindingKind>;
  readonly end: ExceptionEnd;
}

export interface ExceptionCase<G extends Granted> {
  /** The verdict without any exception. */
  readonly verdict: Verdict;
  /** SHA-256 of the first certificate, as the recorded bytes have it; absent when none came. */
  readonly leaf?: string | undefined;
  /** The same, as the TLS library says it got it. */
  readonly libraryLeaf?: string | undefined;
  /**
   * The server's signature over the handshake under the key of that certificate. 'none': nothing is signed with the suite agreed on,
   * the key exchange itself proves the key (static RSA).
   */
  readonly signature: 'good' | 'bad' | 'unknown' | 'none';
  readonly grants: readonly G[];
}

export type ExceptionRuling<G extends Granted> =
  /** The chain is fine without it. */
  | { readonly kind: 'needless' }
  /** To be spent, and only then to be used. */
  | { readonly kind: 'excepted'; readonly grant: G; readonly verdict: Verdict }
  /** `stops`: which exceptions did not help, and for which kinds; empty when only the certificate is another. */
  | {
      readonly kind: 'refused';
      readonly verdict: Verdict;
      readonly stops: readonly { readonly id: string; readonly unaccepted: readonly FindingKind[] }[];
    };

/**
 * Whether an exception lets a connection pass whose chain did not: the one place where that is decided.
 *
 * It does when the certificate is the very one it was made for, by the recorded bytes and by the word of the library; when each
 * fault is of a kind that was accepted, and can be; when these faults explain why the library refused, where it did; and when the
 * server has shown that it holds the key. Everything else is refused, with what stands against it.
 */
export function judgeException<G extends Granted>(input: ExceptionCase<G>): ExceptionRuling<G> {
  const { verdict, grants } = input;
  if (verdict.kind === 'trusted') return { kind: 'needless' };
  const faults = new Set(verdict.findings.filter(blocks).map(({ kind }) => kind));
  const unacceptedOf = ({ accepted }: Granted) =>
    [...faults].filter((kind) => !accepted.has(kind) || !acceptable(kind));
  const grant = grants.find((one) => one.leaf === input.leaf && faults.size > 0 && unacceptedOf(one).length === 0);
  if (grant === undefined || verdict.kind !== 'untrusted')
    return {
      kind: 'refused',
      verdict,
      stops: grants.map((one) => ({ id: one.id, unaccepted: unacceptedOf(one) })),
    };
  const against = objection(input, faults);
  if (against === undefined) {
    const accepted = [...grant.accepted];
    return {
      kind: 'excepted',
      grant,
      verdict: { ...verdict, kind: 'excepted', exception: exceptionOf(grant, accepted) },
    };
  }
  const finding: Finding = { kind: 'disagreement', severity: 'error', libraryCode: against, ours: 'excepted' };
  return {
    kind: 'refused',
    verdict: { ...verdict, findings: [finding, ...verdict.findings] },
    stops: [{ id: grant.id, unaccepted: ['disagreement'] }],
  };
}

function exceptionOf({ id, end }: Granted, accepted: readonly FindingKind[]): NonNullable<Verdict['exception']> {
  return { id, accepted, end };
}

/** What the accepted faults do not explain, in the words of a library. */
function objection(
  { verdict: { library }, leaf, libraryLeaf, signature }: ExceptionCase<Granted>,
  faults: ReadonlySet<FindingKind>,
): string | undefined {
  if (libraryLeaf !== leaf) return 'CERTIFICATE_MISMATCH';
  if (signature === 'bad' || signature === 'unknown') return 'SERVER_SIGNATURE_UNVERIFIED';
  if (!library.accepted && !explainsRefusal(library.code, faults)) return library.code;
  return undefined;
}
