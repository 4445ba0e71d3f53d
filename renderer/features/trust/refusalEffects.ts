import type { TrustState } from '#core/trust/anchor.ts';
import { patternFor } from '#core/trust/pattern.ts';

/** What is about to be refused. The hash of the key is absent for the moment it takes. */
export interface AboutToRefuse {
  readonly kind: 'certificate' | 'key';
  readonly sha256: string;
  readonly keySha256: string | undefined;
}

export interface RefusalEffect {
  readonly what: string;
  readonly words: string;
}

/** More than this are counted, not listed: a key may be that of several entries, and the buttons must stay in sight. */
const LISTED = 4;

/**
 * What in the trust store stops counting: anchors, kept intermediates and exceptions of the certificate, or of its key. An
 * exception holds a certificate alone: those of another certificate of the same key are found out when the server is asked.
 */
export function refusalEffects(state: TrustState, refused: AboutToRefuse): readonly RefusalEffect[] {
  const isMeant = (sha256: string, keySha256?: string): boolean =>
    sha256 === refused.sha256 || (refused.kind === 'key' && keySha256 !== undefined && keySha256 === refused.keySha256);
  const all = [
    ...state.anchors
      .filter(({ sha256, keySha256 }) => isMeant(sha256, keySha256))
      .map(({ label, source }) => ({ what: label, words: `${lists[source]}: vouches for nobody any more` })),
    ...state.hints
      .filter(({ sha256 }) => isMeant(sha256))
      .map(({ label }) => ({ what: label, words: 'kept intermediate: completes no chain any more' })),
    ...state.exceptions
      .filter(({ leaf }) => isMeant(leaf))
      .map(({ host, port }) => ({ what: patternFor(host, port), words: 'your exception does not help any more' })),
  ];
  const rest = all.length - LISTED;
  return rest <= 0 ? all : [...all.slice(0, LISTED), { what: `${rest} more`, words: 'stop counting too' }];
}

const lists = { custom: 'of your own', system: 'of the system’s list', bundled: 'of the bundled list' } as const;
