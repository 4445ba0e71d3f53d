import { extensionOf } from '#core/certificate/certificate.ts';
import { sameName, shortName } from '#core/certificate/name.ts';
import { toPem } from '#core/certificate/pem.ts';
import { isFetchable, type FetchRecord } from '#core/diagnose/fetch.ts';
import type { ChainCompletion, CompletionFailure, CompletionResult } from '#core/diagnose/completion.ts';
import { fail, ok, type Result } from '#core/result.ts';
import { anchorsNamed, type KnownCertificate, type PathAnchor } from '#core/trust/anchors.ts';
import { checkPath, type UnreadableCertificate } from '#core/trust/path.ts';
import { isSelfIssued, isSelfSigned, Links } from '#core/trust/search.ts';
import type { Fetched, FetchRequest } from '#main/engine/fetch/fetchBounded.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';
import { knownElsewhere, type EveryAnchor } from './knownElsewhere.ts';
import { readFetched } from './readFetched.ts';
import { readSent } from '#main/engine/trust/readSent.ts';

export interface CompletePowers {
  readonly fetch: (request: FetchRequest) => Promise<Fetched>;
  /** ms UTC. */
  readonly now: () => number;
  /** Every anchor there is, also what is off or for other hosts: it explains, and is never trusted by this. */
  readonly everyAnchor: () => EveryAnchor;
}

export interface CompleteJob {
  readonly host: string;
  readonly port: number;
  /** DER, as sent. */
  readonly sent: readonly Uint8Array[];
  readonly trust: EffectiveTrust;
  readonly signal?: AbortSignal | undefined;
}

/** Certificates fetched for one chain: public chains lack one, seldom two; a third would be the root. */
const MAX_HOPS = 3;
/** Addresses tried for one certificate. */
const MAX_ADDRESSES = 2;
/** Longest chain followed: no public one is longer than five. */
const MAX_LENGTH = 20;

/**
 * Follows the chain upward from the server's certificate: through what was sent and what is trusted, and where neither goes on, by
 * fetching the issuer from the address in the certificate. What was fetched counts only if its key made the signature, and is
 * never trusted for having been fetched. Never rejects.
 */
export async function completeChain(powers: CompletePowers, job: CompleteJob): Promise<ChainCompletion> {
  const sent = job.sent.map((der) => readSent(der));
  const [leaf] = sent;
  const climb = new Climb(powers, job, sent.filter(isKnown));
  const result =
    leaf !== undefined && isKnown(leaf)
      ? await climb.from(leaf)
      : ({ kind: 'failed', issuer: 'its issuer', reason: { kind: 'unreadable' } } as const);
  return completionOf(result, climb, sent, powers, job);
}

function completionOf(
  result: CompletionResult,
  { path, fetched, fetches }: Climb,
  sent: readonly (KnownCertificate | UnreadableCertificate)[],
  powers: CompletePowers,
  { host, port, trust }: CompleteJob,
): ChainCompletion {
  const { refused, refusedAnchors } = trust;
  const hints = [...fetched, ...trust.hints];
  const asked = { sent, hints, refused, refusedAnchors, host, port, anchors: trust, now: powers.now() };
  const checked = checkPath(asked, verifySignature);
  const named = [...sent.filter(isKnown), ...path];
  const ofSent = new Set(sent.map(({ sha256 }) => sha256));
  const missing = path.filter(
    ({ sha256, certificate }) => !ofSent.has(sha256) && !trust.bySha256.has(sha256) && !isSelfIssued(certificate),
  );
  return {
    result,
    path: path.map(({ sha256 }) => sha256),
    missing: missing.map(({ sha256 }) => sha256),
    fetches,
    certificates: Object.fromEntries(named.map(({ sha256, certificate }) => [sha256, toPem(certificate.der)])),
    findings: checked.findings,
  };
}

/** One way up. */
class Climb {
  readonly path: KnownCertificate[] = [];
  readonly fetched: KnownCertificate[] = [];
  readonly fetches: FetchRecord[] = [];
  readonly #powers: CompletePowers;
  readonly #job: CompleteJob;
  readonly #sent: readonly KnownCertificate[];
  /** Bounded: a server may send a hundred certificates of one name. */
  readonly #links = new Links(verifySignature);

  constructor(powers: CompletePowers, job: CompleteJob, sent: readonly KnownCertificate[]) {
    this.#powers = powers;
    this.#job = job;
    this.#sent = sent;
  }

  async from(leaf: KnownCertificate): Promise<CompletionResult> {
    let top = leaf;
    for (;;) {
      this.path.push(top);
      const anchor = this.#job.trust.bySha256.get(top.sha256);
      if (anchor !== undefined) return this.#reached(anchor);
      if (isSelfSigned(top, this.#links)) return this.#unknownRoot(top, shortName(top.certificate.subject), top.sha256);
      const next = this.#issuerAtHand(top) ?? (await this.#fetchIssuer(top));
      if ('kind' in next) return next;
      top = next;
    }
  }

  #reached({ sha256, source, label, scope }: PathAnchor): CompletionResult {
    return { kind: this.fetched.length === 0 ? 'complete' : 'proven', anchor: { sha256, source, label, scope } };
  }

  #unknownRoot(top: KnownCertificate, name: string, sha256: string | undefined): CompletionResult {
    const { host, port } = this.#job;
    const elsewhere = knownElsewhere(top, this.#powers.everyAnchor(), { host, port, now: this.#powers.now() });
    return {
      kind: 'unknown-root',
      name,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(elsewhere === undefined ? {} : { known: elsewhere }),
    };
  }

  /** Anchors first: the shortest way up. */
  #issuerAtHand(top: KnownCertificate): KnownCertificate | undefined {
    const named = [...this.#sent, ...this.fetched].filter(({ certificate }) =>
      sameName(certificate.subject, top.certificate.issuer),
    );
    const candidates = [...anchorsNamed(this.#job.trust, top.certificate.issuer), ...named];
    return candidates.find((candidate) => !this.#isOnPath(candidate) && this.#signed(top, candidate));
  }

  #signed(child: KnownCertificate, issuer: KnownCertificate): boolean {
    return sameName(issuer.certificate.subject, child.certificate.issuer) && this.#links.verified(child, issuer);
  }

  #isOnPath({ sha256 }: KnownCertificate): boolean {
    return this.path.some((one) => one.sha256 === sha256);
  }

  async #fetchIssuer(top: KnownCertificate): Promise<KnownCertificate | CompletionResult> {
    const issuer = shortName(top.certificate.issuer);
    const refuse = (reason: CompletionFailure): CompletionResult => ({ kind: 'failed', issuer, reason });
    const urls = extensionOf(top.certificate, 'authorityInfoAccess')?.caIssuers ?? [];
    const fetchable = urls.filter(isFetchable);
    // A chain that ends below its root without saying where that is: normal, as roots are not sent. Only its name is known.
    if (urls.length === 0 && this.path.length > 1) return this.#unknownRoot(top, issuer, undefined);
    if (fetchable.length === 0)
      return refuse(urls[0] === undefined ? { kind: 'no-address' } : { kind: 'scheme', url: urls[0] });
    if (this.fetched.length === MAX_HOPS || this.path.length > MAX_LENGTH)
      return refuse({ kind: 'too-many-hops', limit: MAX_HOPS });
    let last: CompletionFailure = { kind: 'no-address' };
    for (const url of fetchable.slice(0, MAX_ADDRESSES)) {
      const found = await this.#fetchFrom(url, top);
      if (found.ok) {
        this.fetched.push(found.value);
        return found.value;
      }
      last = found.error;
      if (this.#job.signal?.aborted === true) break;
    }
    return refuse(last);
  }

  async #fetchFrom(url: string, top: KnownCertificate): Promise<Result<KnownCertificate, CompletionFailure>> {
    const { record, body } = await this.#powers.fetch({ purpose: 'issuer', url, signal: this.#job.signal });
    this.fetches.push(record);
    if (body === undefined) return fail({ kind: 'fetch', fetch: record });
    const certificates = readFetched(body).flatMap((der) => {
      const one = readSent(der);
      return isKnown(one) ? [one] : [];
    });
    const [first] = certificates;
    if (first === undefined) return fail({ kind: 'not-a-certificate', url });
    const issuer = certificates.find((candidate) => !this.#isOnPath(candidate) && this.#signed(top, candidate));
    if (issuer !== undefined) return ok(issuer);
    return fail({ kind: 'not-the-issuer', url, found: shortName(first.certificate.subject) });
  }
}

function isKnown(one: KnownCertificate | UnreadableCertificate): one is KnownCertificate {
  return 'certificate' in one;
}
