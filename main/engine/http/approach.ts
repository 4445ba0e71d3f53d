import type { IdentityMaterial, IdentityAsk, IdentitySource } from '#main/engine/identity/identities.ts';
import type { EffectiveTrust } from '#main/engine/trust/effective.ts';
import { completionOf, withoutRoot, type Completion } from './completion.ts';
import type { GateMemory } from './gateMemory.ts';
import type { HandshakeGrant } from './grantedHandshake.ts';
import type { Handshake } from './handshake.ts';

/** What one handshake is made with, beyond what all have. */
export interface Attempt {
  readonly completion?: Completion | undefined;
  readonly identity?: { readonly material: IdentityMaterial; readonly approved: ReadonlySet<string> } | undefined;
}

export type Step =
  | { readonly kind: 'again'; readonly attempt: Attempt }
  /** That was the last one; as it stands, with what is known by now. */
  | { readonly kind: 'over'; readonly handshake: Handshake };

export interface ApproachOptions {
  readonly host: string;
  readonly port: number;
  readonly trust: EffectiveTrust;
  readonly grant: HandshakeGrant | undefined;
  readonly memory: GateMemory;
  /** Absent: no client certificate is shown. */
  readonly identities: IdentitySource | undefined;
}

/**
 * Most handshakes for one connection. Two are usual where an intermediate is kept or a client certificate is wanted, three for both;
 * machines behind one name that have different certificates take more.
 */
const MAX_HANDSHAKES = 6;

/**
 * Which handshakes a connection takes, one after another. It decides how to ask, never whether to believe: every handshake is judged
 * by itself, and only the last one counts.
 */
export function approach({ host, port, trust, grant, memory, identities }: ApproachOptions): {
  readonly first: () => Promise<Attempt>;
  readonly next: (attempt: Attempt, handshake: Handshake, made: number) => Promise<Step>;
} {
  /** Made for this connection: when it does not help, nothing will. */
  let tried: Completion | undefined;
  const key = JSON.stringify([host, port, trust.key, grant?.exceptions.map(({ id }) => id)]);

  return {
    first: async () => {
      const completion = memory.completions.get(key);
      const approval = identities && memory.approvals.get(key);
      const material = approval && (await identities.choose(approval.ask));
      if (approval === undefined || material === undefined || material.id !== approval.identity) return { completion };
      return { completion, identity: { material, approved: approval.leafs } };
    },
    next: async (attempt, handshake, made) => {
      const over: Step = { kind: 'over', handshake };
      if (made >= MAX_HANDSHAKES) return over;
      // Another certificate than those it was approved with: it is to be approved with this one first.
      if (handshake.withheld) return { kind: 'again', attempt: { completion: attempt.completion } };
      const completed = complete(attempt, handshake);
      if (completed !== undefined) return completed;
      const ask = identities && attempt.identity === undefined ? askOf(handshake) : undefined;
      const material = ask && (await identities?.choose(ask));
      const [leaf] = handshake.facts.chain.sent;
      if (ask === undefined || material === undefined || leaf === undefined) return over;
      const approved = new Set([leaf, ...(memory.approvals.get(key)?.leafs ?? [])]);
      memory.approvals.set(key, { ask, identity: material.id, leafs: approved });
      return { kind: 'again', attempt: { completion: attempt.completion, identity: { material, approved } } };
    },
  };

  /** For a library that could not close a gap that we could: once more, with what closes it. Undefined when that is not the matter. */
  function complete(attempt: Attempt, handshake: Handshake): Step | undefined {
    const { judgement, ending, facts } = handshake;
    if (attempt.completion !== undefined) {
      if (ending?.kind !== 'untrusted') return undefined;
      memory.completions.delete(key);
      // Learned on an earlier connection, and of no use today: as if nothing had been learned.
      return attempt.completion === tried ? undefined : { kind: 'again', attempt: { identity: attempt.identity } };
    }
    if (judgement === undefined || ending?.kind === 'cancelled') return undefined;
    const completion = completionOf({ judgement, sent: facts.chain.sent, trust, grant });
    if (completion === undefined) return undefined;
    if (completion === 'no-root') return { kind: 'over', handshake: explained(handshake) };
    tried = memory.completions.set(key, completion);
    return { kind: 'again', attempt: { completion, identity: attempt.identity } };
  }

  /** What an approved server said about the client certificate it wants; undefined when it is not approved, or wants none. */
  function askOf({ approval, facts }: Handshake): IdentityAsk | undefined {
    const { requested, authorities, signatureSchemes, certificateTypes } = facts.clientAuth;
    if (approval === undefined || !requested) return undefined;
    return {
      host,
      port,
      authorities,
      signatureSchemes,
      ...(certificateTypes === undefined ? {} : { certificateTypes }),
    };
  }
}

/** The refusal with the reason why the library could not be brought to accept. */
function explained(handshake: Handshake): Handshake {
  if (handshake.judgement === undefined || handshake.ending?.kind !== 'untrusted') return handshake;
  const judgement = withoutRoot(handshake.judgement);
  return { ...handshake, judgement, ending: { ...handshake.ending, verdict: judgement.verdict } };
}
