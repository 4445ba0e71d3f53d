import { randomBytes } from 'node:crypto';
import { extensionOf } from '#core/certificate/certificate.ts';
import { shortName } from '#core/certificate/name.ts';
import { toPem } from '#core/certificate/pem.ts';
import { keyText } from '#core/certificate/publicKey.ts';
import { weaknessOf } from '#core/certificate/strength.ts';
import { validityAt } from '#core/certificate/validity.ts';
import type { IdentityCandidate, IdentityNote } from '#core/trust/identity.ts';
import { mayBeClient, type FoundIdentity } from './readIdentity.ts';
import { isSelfIssued } from './sendingChain.ts';

/** How long what was read waits for the user, ms. */
const CANDIDATE_MS = 10 * 60_000;

/** The one client certificate that was read and not yet kept, with its key: in memory only, and not for long. */
export class CandidateDesk {
  readonly #now: () => number;
  #waiting: { readonly token: string; readonly found: FoundIdentity; readonly until: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes the place of the one before. */
  lay(found: FoundIdentity): string {
    this.clear();
    const token = randomBytes(24).toString('base64url');
    this.#waiting = { token, found, until: this.#now() + CANDIDATE_MS };
    this.#timer = setTimeout(() => {
      this.clear();
    }, CANDIDATE_MS);
    this.#timer.unref();
    return token;
  }

  /** Undefined when it is another one, or too late. It stays until `clear`. */
  find(token: string): FoundIdentity | undefined {
    const waiting = this.#waiting;
    if (waiting === undefined || this.#now() >= waiting.until) {
      this.clear();
      return undefined;
    }
    return waiting.token === token ? waiting.found : undefined;
  }

  /** Overwrites the key. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting?.found.key.fill(0);
    this.#waiting = undefined;
  }
}

/** What the window may know of it. @param labelOf of an identity that has this certificate already @param now ms UTC */
export function candidateOf(
  found: FoundIdentity,
  token: string,
  labelOf: (sha256: string) => string | undefined,
  now: number,
): IdentityCandidate {
  const [leaf] = found.chain;
  const { certificate } = leaf;
  return {
    token,
    subject: shortName(certificate.subject),
    issuer: shortName(certificate.issuer),
    key: keyText(certificate.publicKey),
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    chain: found.chain.map(({ sha256 }) => sha256),
    certificates: Object.fromEntries(found.chain.map(({ sha256, der }) => [sha256, toPem(der)])),
    notes: notesOn(found, labelOf(leaf.sha256), now),
  };
}

function notesOn({ chain, pairs }: FoundIdentity, label: string | undefined, now: number): readonly IdentityNote[] {
  const [{ certificate }] = chain;
  const notes: IdentityNote[] = [];
  if (label !== undefined) notes.push({ kind: 'already-there', label });
  if (pairs > 1) notes.push({ kind: 'several', count: pairs });
  const validity = validityAt(certificate, now);
  if (validity === 'expired') notes.push({ kind: 'expired', at: certificate.notAfter });
  if (validity === 'not-yet-valid') notes.push({ kind: 'not-yet-valid', at: certificate.notBefore });
  if (!mayBeClient(certificate)) {
    const purposes = extensionOf(certificate, 'extKeyUsage')?.purposes ?? [];
    notes.push({ kind: 'wrong-purpose', purposes: purposes.map(({ name, oid }) => name ?? oid) });
  }
  if (weaknessOf(certificate.publicKey) !== undefined)
    notes.push({ kind: 'weak-key', key: keyText(certificate.publicKey) });
  const last = chain.at(-1);
  if (last !== undefined && !isSelfIssued(last))
    notes.push({ kind: 'chain-incomplete', issuer: shortName(last.certificate.issuer) });
  return notes;
}
