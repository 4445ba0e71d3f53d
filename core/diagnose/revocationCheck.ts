import { unreachable, type Failure } from '#core/result.ts';
import type { RevocationStatus } from '#core/revocation/status.ts';
import { explainFetchFailure, fetchHost, type FetchRecord } from './fetch.ts';

/** How an authority is asked: about this one certificate, or for its list of all that it took back. */
export type RevocationMethod = 'ocsp' | 'crl';

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

/** Why there is no answer, in a sentence or two. */
export function explainRevocationFailure(failure: RevocationCheckFailure, method: RevocationMethod): string {
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
