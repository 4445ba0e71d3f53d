import type { CertificateBag } from '#core/http/exchange.ts';
import type { Explanation } from '#core/http/explain.ts';
import { unreachable } from '#core/result.ts';
import type { Finding, Verdict } from '#core/trust/verdict.ts';
import { explainFetchFailure, fetchHost, type FetchRecord } from './fetch.ts';

/** What came of following the addresses of the issuers upward (Authority Information Access, RFC 5280 §4.2.2.1). */
export interface ChainCompletion {
  readonly result: CompletionResult;
  /** SHA-256, leaf first, as far as signatures led; fetched certificates stand in their places. */
  readonly path: readonly string[];
  /** Those of the path that the server should have sent and did not: the one next to the leaf first. Empty when none was found. */
  readonly missing: readonly string[];
  /** Every request that was made, in its order. */
  readonly fetches: readonly FetchRecord[];
  /** Of everything named here. */
  readonly certificates: CertificateBag;
  /** What is wrong with the chain when it is complete; without a path to an anchor as far as it goes. */
  readonly findings: readonly Finding[];
}

export type CompletionResult =
  /** With what is missing the chain reaches somebody trusted: it was incomplete, and nothing else kept it from that. */
  | { readonly kind: 'proven'; readonly anchor: NonNullable<Verdict['anchor']> }
  /** What the server sends reaches somebody trusted already: there was nothing to fetch. */
  | { readonly kind: 'complete'; readonly anchor: NonNullable<Verdict['anchor']> }
  /** It leads to an authority that is not trusted here. `sha256` is absent when only its name is known. */
  | {
      readonly kind: 'unknown-root';
      readonly name: string;
      readonly sha256?: string;
      readonly known?: KnownElsewhere;
    }
  | { readonly kind: 'failed'; readonly issuer: string; readonly reason: CompletionFailure };

/** The authority is in a list of this computer, but that list or entry does not count for the host that was asked. */
export interface KnownElsewhere {
  readonly sha256: string;
  readonly label: string;
  readonly source: 'system' | 'bundled' | 'custom';
  readonly why: 'source-off' | 'switched-off' | 'ended' | 'other-hosts';
}

export type CompletionFailure =
  /** The certificate names no address of its issuer. */
  | { readonly kind: 'no-address' }
  /** It names addresses, none of them http. */
  | { readonly kind: 'scheme'; readonly url: string }
  /** The last address that was tried; the record says why it failed. */
  | { readonly kind: 'fetch'; readonly fetch: FetchRecord }
  | { readonly kind: 'not-a-certificate'; readonly url: string }
  /** A certificate came, but not of whoever signed: another name or key. */
  | { readonly kind: 'not-the-issuer'; readonly url: string; readonly found: string }
  | { readonly kind: 'too-many-hops'; readonly limit: number }
  /** The server's own certificate cannot be decoded. */
  | { readonly kind: 'unreadable' };

const sourceNames = { system: 'the system’s list', bundled: 'the bundled list', custom: 'your own list' } as const;

/** What was found out about a chain, in plain words. `names` are those of the missing certificates, in their order. */
export function explainCompletion({ result, missing }: ChainCompletion, names: readonly string[]): Explanation {
  switch (result.kind) {
    case 'proven': {
      const what = missing.length === 1 ? 'one certificate' : `${missing.length} certificates`;
      const anchor = result.anchor.label ?? 'an authority you trust';
      return {
        title: `Incomplete chain: the server must send ${list(names)}`,
        cause: `Its certificate says where its issuer is found. With ${what} fetched from there every signature holds, up to ${anchor}, which you trust. So the fault is in what the server sends.`,
        remedy:
          'Give the certificate below to whoever runs the server. Nothing has to be trusted: clients that hide the mistake fetch it as was done here.',
      };
    }
    case 'complete':
      return {
        title: 'Nothing is missing',
        cause: `What the server sent leads to ${result.anchor.label ?? 'an authority you trust'}.`,
        remedy: 'If the request was stopped all the same, trust has changed since: send it again.',
      };
    case 'unknown-root':
      return explainUnknownRoot(result, missing.length > 0 ? names : []);
    case 'failed':
      return explainFailed(result);
    default:
      return unreachable(result);
  }
}

function explainUnknownRoot(
  { name, known }: Extract<CompletionResult, { kind: 'unknown-root' }>,
  missing: readonly string[],
): Explanation {
  const fetched = missing.length === 0 ? '' : ` The server should also send ${list(missing)}.`;
  if (known !== undefined) {
    return {
      title: `The chain leads to ${known.label}, which is known to this computer`,
      cause: `It is in ${sourceNames[known.source]}, but ${whyNot(known)}.${fetched}`,
      remedy: turnOn(known),
    };
  }
  return {
    title: `The chain leads to ${name}, which nobody here trusts`,
    cause: `Its signatures hold up to ${name}. That authority is in none of the lists of this computer: not the system’s, not the bundled one, not your own. It is a private authority, or a proxy that opens connections.${fetched}`,
    remedy: `If you know ${name}, compare its fingerprint with its owner, then trust it for this host.`,
  };
}

function whyNot({ why, source }: KnownElsewhere): string {
  switch (why) {
    case 'source-off':
      return source === 'system' ? 'the whole list is switched off' : 'that whole list is switched off';
    case 'switched-off':
      return 'you have switched this authority off';
    case 'ended':
      return 'the time for which you trusted it is over';
    case 'other-hosts':
      return 'you trust it for other hosts only';
    default:
      return unreachable(why);
  }
}

function turnOn({ why, label }: KnownElsewhere): string {
  switch (why) {
    case 'source-off':
      return 'If that list should count, switch it on, on the Trust page. It then counts for every host.';
    case 'switched-off':
    case 'ended':
      return `See on the Trust page why ${label} does not count any more before you change that.`;
    case 'other-hosts':
      return `If this host belongs there, add it to the hosts of ${label}.`;
    default:
      return unreachable(why);
  }
}

function explainFailed({ issuer, reason }: Extract<CompletionResult, { kind: 'failed' }>): Explanation {
  const title = `The certificate of ${issuer} could not be had`;
  const ask = `Ask whoever runs the server for the certificate of ${issuer}; it must be sent along with the server’s own.`;
  switch (reason.kind) {
    case 'no-address':
      return { title, cause: 'The certificate does not say where that of its issuer is found.', remedy: ask };
    case 'scheme':
      return {
        title,
        cause: `It is said to be at ${reason.url}, and only http:// and https:// are fetched.`,
        remedy: ask,
      };
    case 'fetch':
      return {
        title,
        cause: `${fetchHost(reason.fetch.url)} was asked for it. ${reason.fetch.failure === undefined ? '' : explainFetchFailure(reason.fetch.failure)}`,
        remedy: `Try again, or ${ask.charAt(0).toLowerCase()}${ask.slice(1)}`,
      };
    case 'not-a-certificate':
      return { title, cause: `What ${reason.url} answered is not a certificate.`, remedy: ask };
    case 'not-the-issuer':
      return {
        title,
        cause: `${reason.url} answered with the certificate of ${reason.found}, whose key did not make the signature.`,
        remedy: `Its address in the certificate is wrong, or its authority has a new key. ${ask}`,
      };
    case 'too-many-hops':
      return {
        title,
        cause: `After ${reason.limit} certificates there was still no end.`,
        remedy: 'A chain this long is a mistake: its authority should look at it.',
      };
    case 'unreadable':
      return {
        title: 'There is nothing to follow',
        cause: 'The server’s own certificate cannot be read.',
        remedy: 'It has to be issued anew.',
      };
    default:
      return unreachable(reason);
  }
}

function list(names: readonly string[]): string {
  const last = names[names.length - 1] ?? 'its issuer’s certificate';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
