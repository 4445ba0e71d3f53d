import { decodeCertificate } from '#core/certificate/decode.ts';
import type { Certificate } from '#core/certificate/certificate.ts';
import { sameName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import { isProbeable } from '#core/diagnose/probe.ts';
import type { RevocationCheck, RevocationMethod } from '#core/diagnose/revocationCheck.ts';
import { parseAddress } from '#core/http/address.ts';
import { routeOf } from '#core/http/route.ts';
import type { ChainDiagnosis } from '#core/report/diagnosis.ts';
import { isSelfIssued } from '#core/trust/search.ts';
import type { SentExchange } from '#main/engine/http/client.ts';
import type { Diagnosis } from '#main/engine/diagnose/diagnosis.ts';
import { verifySignature } from '#main/engine/trust/verifySignature.ts';
import { parseConnection } from './draft.ts';
import type { Flag, Given } from './flags.ts';
import type { CliPowers } from './powers.ts';
import type { Session } from './session.ts';

/** Finding out more, by asking others or the server anew. Without them nobody is asked but the server, once. */
export const diagnoseFlags: readonly Flag[] = [
  { name: 'aia', help: 'fetch the certificates missing above a broken chain from the addresses in it' },
  { name: 'ocsp', help: 'ask each authority of the chain by OCSP whether it revoked a certificate' },
  { name: 'crl', help: 'fetch the revocation list of each authority of the chain' },
  { name: 'why', help: 'when the server breaks off the handshake, try other ones and say what that means' },
];

/** What the flags ask for about an exchange that is over; undefined when they ask nothing, or no certificate was seen. */
export async function diagnoseExchange(
  given: Given,
  sent: SentExchange,
  session: Session,
  powers: CliPowers,
): Promise<ChainDiagnosis | undefined> {
  const methods = (['ocsp', 'crl'] as const).filter((name) => given.has(name));
  const { connection, outcome, request } = sent.exchange;
  const shown = connection?.tls?.chain.sent ?? [];
  const aboutChain = shown.length > 0 && (methods.length > 0 || given.has('aia'));
  const aboutFailure = given.has('why') && outcome.kind === 'failed' && isProbeable(outcome.failure);
  const address = parseAddress(request.url);
  if (!address.ok || !(aboutChain || aboutFailure)) return undefined;
  // Loaded when asked for: a request alone does not wait for it.
  const { createDiagnosis } = await import('#main/engine/diagnose/diagnosis.ts');
  const { trust, everyAnchor } = session;
  const diagnosis = createDiagnosis({ trust, everyAnchor, now: powers.now, userAgent: `Wireglass/${powers.version}` });
  try {
    const { host, port } = address.value;
    const signal = powers.interrupted;
    if (aboutFailure) {
      const connection = parseConnection(given);
      const route = routeOf(address.value, connection.ok ? connection.value.connectTo : undefined);
      return { probed: await diagnosis.probe({ host, port, route, signal }) };
    }
    const ders = shown.flatMap((sha256) => sent.certificates.get(sha256) ?? []);
    const completion = given.has('aia') ? await diagnosis.completeChain({ host, port, sent: ders, signal }) : undefined;
    const pems = Object.values(completion?.certificates ?? {}).flatMap(oneDer);
    const chain = [...sent.certificates.values(), ...pems].flatMap(oneCertificate);
    const revocation = await checkAll(chain, methods, diagnosis, signal);
    return {
      ...(completion === undefined ? {} : { completion }),
      ...(methods.length === 0 ? {} : { revocation }),
    };
  } finally {
    diagnosis.close();
  }
}

/** True when an authority said of a certificate that it took it back. */
export function saysRevoked(diagnosis: ChainDiagnosis | undefined): boolean {
  return diagnosis?.revocation?.some(({ status }) => status?.status === 'revoked') === true;
}

/** Every certificate whose issuer is at hand, roots excepted: who would say of itself that it is revoked? */
async function checkAll(
  chain: readonly Certificate[],
  methods: readonly RevocationMethod[],
  diagnosis: Diagnosis,
  signal: AbortSignal,
): Promise<readonly RevocationCheck[]> {
  const checks: RevocationCheck[] = [];
  const seen = new Set<string>();
  for (const certificate of chain.filter((one) => !isSelfIssued(one))) {
    const issuer = chain.find(
      (other) => sameName(other.subject, certificate.issuer) && verifySignature(certificate, other),
    );
    const identity = Buffer.from(certificate.der).toString('latin1');
    if (issuer === undefined || seen.has(identity)) continue;
    seen.add(identity);
    for (const method of methods) checks.push(await diagnosis.revocation({ certificate, issuer, method, signal }));
  }
  return checks;
}

function oneDer(pem: string): readonly Uint8Array[] {
  const blocks = parsePem(pem);
  return blocks.ok ? blocks.value.slice(0, 1) : [];
}

function oneCertificate(der: Uint8Array): readonly Certificate[] {
  const certificate = decodeCertificate(der);
  return certificate.ok ? [certificate.value] : [];
}
