import { unreachable, type Failure } from '#core/result.ts';
import { extensionOf, type Certificate } from '#core/certificate/certificate.ts';
import { formatMoment } from '#core/certificate/validity.ts';
import { causeText, explainRevocationProblem } from '#core/revocation/explain.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import type { Look } from './look.ts';
import { explainFetchFailure, fetchHost, isFetchable, type FetchRecord } from './fetch.ts';

/** How an authority is asked: about this one certificate, or for its list of all that it took back. */
export type RevocationMethod = 'ocsp' | 'crl';

/** A way to ask, with what came of it. */
export interface RevocationOffer {
  readonly method: RevocationMethod;
  /** Where the authority is asked. */
  readonly url: string;
  /** Absent until it was asked. */
  readonly look: Look<RevocationCheck> | undefined;
}

/** Where the authority of a certificate can be asked: the first address of each method that may be fetched. */
export function revocationAddresses(certificate: Certificate): Readonly<Partial<Record<RevocationMethod, string>>> {
  const ocsp = extensionOf(certificate, 'authorityInfoAccess')?.ocsp.find(isFetchable);
  const crl = extensionOf(certificate, 'cRLDistributionPoints')?.urls.find(isFetchable);
  return { ...(ocsp === undefined ? {} : { ocsp }), ...(crl === undefined ? {} : { crl }) };
}

/** What came of asking an authority whether it took a certificate back. */
export interface RevocationCheck {
  readonly method: RevocationMethod;
  /** SHA-256 of the certificate that was asked about. */
  readonly certificate: string;
  /** Present when an answer came, whatever it is worth. */
  readonly status?: RevocationStatus;
  /** Present when none came. */
  readonly failure?: RevocationCheckFailure;
  readonly fetches: readonly FetchRecord[];
}

export type RevocationCheckFailure =
  /** The certificate names no address for this method. */
  | Failure<'no-address'>
  | (Failure<'scheme'> & { readonly url: string })
  /** Its record says why. */
  | (Failure<'fetch'> & { readonly fetch: FetchRecord });

/** What an authority said about a certificate, as a sentence or two. @param name what the certificate is called */
export function revocationWords({ status, failure, method }: RevocationCheck, name: string): string {
  if (status === undefined) return failure === undefined ? '' : explainRevocationFailure(failure, method);
  const by = status.responder === undefined ? '' : ` by ${status.responder}`;
  const problems = status.problems.map((problem) => ` ${explainRevocationProblem(problem)}`).join('');
  switch (status.status) {
    case 'good': {
      const until = status.nextUpdate === undefined ? '' : ` That holds until ${formatMoment(status.nextUpdate)}.`;
      return `${name} was not revoked: so it is said${by}.${until}${problems}`;
    }
    case 'revoked': {
      const at = status.revokedAt === undefined ? '' : ` on ${formatMoment(status.revokedAt)}`;
      const reason = status.reason === undefined ? '' : ` The reason given is: ${causeText(status.reason)}.`;
      return `${name} was revoked${at}${by}.${reason}${problems}`;
    }
    case 'unknown':
      return `Whether ${name} was revoked is not known.${problems === '' ? ' The authority does not know the certificate.' : problems}`;
    default:
      return unreachable(status.status);
  }
}

/** Why there is no answer, in a sentence or two. */
function explainRevocationFailure(failure: RevocationCheckFailure, method: RevocationMethod): string {
  switch (failure.kind) {
    case 'no-address':
      return method === 'ocsp'
        ? 'The certificate names nobody to ask by OCSP.'
        : 'The certificate does not say where its revocation list is found.';
    case 'scheme':
      return `It names ${failure.url}, and only http:// and https:// are fetched.`;
    case 'fetch': {
      const { failure: reason, url } = failure.fetch;
      return `${fetchHost(url)} gave no answer. ${reason === undefined ? '' : explainFetchFailure(reason)}`.trim();
    }
    default:
      return unreachable(failure);
  }
}
