import { judgeException } from '#core/trust/judgeException.ts';
import { blocks, type Verdict } from '#core/trust/verdict.ts';
import { TrustDamaged, type EffectiveTrust } from '#main/engine/trust/effective.ts';
import type { Judgement } from '#main/engine/trust/judge.ts';
import type { Connection } from './connection.ts';
import type { Ending } from './interrupt.ts';
import type { OpenEngine } from './openConnection.ts';

/**
 * What follows from a change of trust, at once: connections that wait are closed, what is cached of the old trust is forgotten, and
 * each connection in use is judged again. One that would not be approved now is closed, whatever runs on it; the others may finish,
 * and serve no other request.
 */
export function trustChanged(engine: OpenEngine): void {
  engine.pool.flush();
  engine.contexts.clear();
  engine.memory.clear();
  for (const connection of engine.pool.open) {
    const ending = judgedAgain(engine, connection);
    if (ending !== undefined) connection.revoke(ending);
  }
}

/** A fault of ours in judging shuts the gate, for this connection; the others are judged all the same. */
function judgedAgain(engine: OpenEngine, connection: Connection): Ending | undefined {
  try {
    return judgeAgain(engine, connection);
  } catch (error) {
    return { kind: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Why a connection would not be approved today; undefined when it would, or when there is nothing to judge. Asks nobody. */
function judgeAgain({ powers: { trust: source }, judge }: OpenEngine, connection: Connection): Ending | undefined {
  const { host, port, handshake } = connection.approved ?? {};
  if (host === undefined || port === undefined || handshake?.judgement === undefined) return undefined;
  let trust: EffectiveTrust;
  try {
    trust = source.effective(host, port);
  } catch (error) {
    if (error instanceof TrustDamaged) return { kind: 'trust-unavailable', message: error.message };
    throw error;
  }
  const { facts, judgement } = handshake;
  // What the library said then it said of the trust of then; the path check is the stricter judge, and can be asked again.
  const today = judge({
    ...{ sent: facts.certificates, host, port, trust },
    library: { accepted: true, code: 'OK' },
    tls: { version: facts.version, cipher: facts.cipher },
  });
  const { verdict } = today;
  if (stillPasses(judgement, verdict, () => source.exceptionsFor(host, port), facts.chain.sent[0])) return undefined;
  const kinds = verdict.findings.filter(blocks).map(({ kind }) => kind);
  const message = `trust was taken back while the request ran: ${kinds.join(', ')}`;
  return { kind: 'untrusted', message, verdict, host, port, withdrawn: true };
}

function stillPasses(
  { verdict: before }: Judgement,
  today: Verdict,
  exceptions: () => ReturnType<OpenEngine['powers']['trust']['exceptionsFor']>,
  leaf: string | undefined,
): boolean {
  if (today.kind === 'trusted') return true;
  switch (before.kind) {
    case 'unchecked':
      return !today.findings.some(({ kind }) => kind === 'distrusted');
    case 'excepted': {
      const { exception } = before;
      // A 'once' was spent by this very connection, and is in no list any more.
      const own = exception?.end.kind === 'once' && leaf !== undefined ? [{ ...exception, leaf }] : [];
      const spent = own.map((one) => ({ ...one, accepted: new Set(one.accepted) }));
      const ruling = judgeException({
        ...{ verdict: today, leaf, libraryLeaf: leaf, signature: 'good' },
        grants: [...exceptions(), ...spent],
      });
      return ruling.kind === 'excepted';
    }
    case 'trusted':
    case 'untrusted':
      return false;
  }
}
