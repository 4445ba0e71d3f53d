import { createHash, X509Certificate } from 'node:crypto';
import { decodeCertificate } from '#core/certificate/decode.ts';
import { pathAnchors, type KnownCertificate } from '#core/trust/anchors.ts';
import { hostKey } from '#core/trust/host.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import type { DecodedAnchor, EffectiveTrust, ExceptionGrant, Stop, TrustSource } from '#main/engine/trust/effective.ts';

/** What is decided at one moment. PEM throughout. */
export interface TestDecisions {
  readonly anchors: readonly string[];
  readonly hints?: readonly string[];
  /** Refused by certificate. */
  readonly refused?: readonly string[];
  readonly exceptions?: readonly TestException[];
}

/** An exception of a test, for localhost unless it says otherwise. */
export interface TestException {
  readonly port: number;
  readonly host?: string;
  /** PEM of the leaf. */
  readonly leaf: string;
  readonly accepted: readonly FindingKind[];
  readonly end?: ExceptionGrant['end'];
  readonly id?: string;
}

/** A trust source for tests: trusts what it is told for every host, can change its mind, and remembers what it was told. */
export interface TestTrust extends TrustSource {
  /** From now on only these are trusted. */
  replace(...pems: readonly string[]): void;
  /** From now on this counts, and nothing else. */
  decide(decisions: TestDecisions): void;
  /** 'spend ID', 'stopped ID LEAF KINDS', 'unchecked HOST:PORT', in their order. */
  readonly told: readonly string[];
}

/** Trusts these certificates (PEM) everywhere, as custom anchors; none = nobody. */
export function trustOnly(...pems: readonly string[]): TestTrust {
  const listeners = new Set<() => void>();
  const told: string[] = [];
  let revision = 1;
  let trust = effective(revision, { anchors: pems });
  let grants: readonly ExceptionGrant[] = [];
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const decide = (decisions: TestDecisions) => {
    trust = effective(++revision, decisions);
    grants = (decisions.exceptions ?? []).map(grantOf);
    changed();
  };
  return {
    told,
    effective: () => trust,
    exceptionsFor: (host, port) => grants.filter((one) => one.host === hostKey(host) && one.port === port),
    spend: (id) => {
      const grant = grants.find((one) => one.id === id);
      if (grant === undefined) return false;
      told.push(`spend ${id}`);
      if (grant.end.kind !== 'once') return true;
      grants = grants.filter((one) => one !== grant);
      changed();
      return true;
    },
    stopped: (id, { leaf, unaccepted }: Stop) => {
      told.push(`stopped ${id} ${leaf.slice(0, 8)} ${unaccepted.join()}`);
    },
    noteUnchecked: (_id, host, port) => {
      told.push(`unchecked ${host}:${port}`);
      return true;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    replace: (...next) => decide({ anchors: next }),
    decide,
  };
}

/** SHA-256 of a certificate (PEM), lower-case hex. */
export function sha256Of(pem: string): string {
  return createHash('sha256').update(new X509Certificate(pem).raw).digest('hex');
}

function grantOf({
  host = 'localhost',
  port,
  leaf,
  accepted,
  end,
  id = 'the-exception',
}: TestException): ExceptionGrant {
  return { id, host, port, leaf: sha256Of(leaf), accepted: new Set(accepted), end: end ?? { kind: 'forever' } };
}

function effective(revision: number, { anchors, hints = [], refused = [] }: TestDecisions): EffectiveTrust {
  const refusedSha256s = new Set(refused.map(sha256Of));
  const all = anchors.map(anchorOf);
  const kept = all.filter(({ sha256 }) => !refusedSha256s.has(sha256));
  return {
    key: `test ${revision}`,
    pems: anchors.filter((pem) => !refusedSha256s.has(sha256Of(pem))),
    ...pathAnchors(kept),
    hints: hints.map(known),
    refused: ({ sha256 }) =>
      refusedSha256s.has(sha256) ? { kind: 'certificate', sha256, label: 'No more', addedAt: 0 } : undefined,
    refusedAnchors: all.filter(({ sha256 }) => refusedSha256s.has(sha256)),
  };
}

function anchorOf(pem: string): DecodedAnchor {
  return { ...known(pem), source: 'custom', label: 'Test', scope: [] };
}

function known(pem: string): KnownCertificate {
  const certificate = decodeCertificate(new X509Certificate(pem).raw);
  if (!certificate.ok) throw new Error(certificate.error.message);
  return { sha256: sha256Of(pem), certificate: certificate.value };
}
