import { parseAddress } from '#core/http/address.ts';
import { exchangeJson } from '#core/report/json.ts';
import { newExchangeId } from '#main/engine/http/exchangeId.ts';
import { certificateBag } from '#main/engine/http/certificateBag.ts';
import { complain, type Command } from './command.ts';
import { diagnoseExchange, diagnoseFlags, saysRevoked } from './diagnose.ts';
import { connectionFlags, parseConnection } from './draft.ts';
import type { Given } from './flags.ts';
import { identityFlags, identityOf } from './identityFlags.ts';
import { exitCodes, type CliPowers } from './powers.ts';
import { exitCodeOf, report } from './send.ts';
import { openSession } from './session.ts';
import { runTrustOf, trustFlags } from './trustFlags.ts';

export const inspectCommand: Command = {
  flags: [
    ...trustFlags,
    ...identityFlags,
    ...connectionFlags,
    ...diagnoseFlags,
    { name: 'json', help: 'print the exchange with certificates and explanations as one JSON object' },
  ],
  run,
};

async function run(given: Given, powers: CliPowers): Promise<number> {
  const refuse = async (message: string) => {
    await complain(powers, message);
    return exitCodes.usage;
  };
  const [typed, ...more] = given.positionals;
  if (typed === undefined || more.length > 0) return refuse('inspect takes one server: wireglass inspect host:443');
  const address = parseAddress(typed);
  if (!address.ok || address.value.scheme !== 'https') return refuse(`${typed} is no HOST[:PORT] to speak TLS with.`);
  const connection = parseConnection(given);
  if (!connection.ok) return refuse(connection.error.message);
  const trust = await runTrustOf(given);
  if (!trust.ok) return refuse(trust.error.message);
  const identity = await identityOf(given, address.value, powers);
  if (!identity.ok) return refuse(identity.error.message);

  const session = await openSession(given.one('profile'), trust.value, powers, identity.value);
  if (!session.ok) {
    await complain(powers, session.error.message);
    return exitCodes.failed;
  }
  const { client, keep, close } = session.value;
  try {
    const { host, port } = address.value;
    const id = newExchangeId(powers.now());
    // Whoever names a client certificate wants to see what comes of showing it.
    const clientCertificate = identity.value === undefined ? undefined : ('show-when-asked' as const);
    const job = { id, host, port, ...connection.value, clientCertificate, signal: powers.interrupted };
    const sent = await client.inspect(job);
    const diagnosis = await diagnoseExchange(given, sent, session.value, powers);
    if (given.has('json')) {
      const json = exchangeJson(sent.exchange, certificateBag(sent), diagnosis);
      await powers.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
    } else {
      await report({ sent, diagnosis }, powers.stdout, powers);
    }
    const kept = await keep(sent);
    if (!kept.ok) await complain(powers, kept.error.message);
    if (kept.ok && saysRevoked(diagnosis)) return exitCodes.untrusted;
    return kept.ok ? exitCodeOf(sent.exchange) : exitCodes.failed;
  } finally {
    await close();
  }
}
