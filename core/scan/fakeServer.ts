import { groupName } from '#core/tls/group.ts';
import { signatureSchemeName } from '#core/tls/signatureScheme.ts';
import { TLS13 } from '#core/tls/version.ts';
import type { HelloOffer } from './clientHello.ts';
import { suitesOf } from './suite.ts';
import type { Answer, HelloAnswer, Probe } from './probe.ts';
import type { ScanCertificate } from './report.ts';

/** A server as a table, for tests of the plan: what it accepts, in its order. */
export interface FakeServer {
  readonly versions: readonly number[];
  readonly ciphers: readonly number[];
  readonly groups: readonly number[];
  readonly schemes: readonly number[];
  readonly order: 'server' | 'client';
  readonly alpn?: readonly string[];
}

export const fakeCertificate: ScanCertificate = { sent: [], path: [], certificates: {} };

/** What it says to a probe. */
export function answerOf(server: FakeServer, probe: Probe): Answer {
  return probe.kind === 'judge'
    ? { kind: 'judged', certificate: fakeCertificate }
    : helloAnswer(server, probe.offer, probe.depth);
}

const HANDSHAKE_FAILURE = 40;
const PROTOCOL_VERSION = 70;

function helloAnswer(server: FakeServer, offer: HelloOffer, depth: string): HelloAnswer {
  if (offer.ciphers.includes(0x5600) && offer.version < Math.max(...server.versions))
    return { kind: 'alert', number: 86 };
  if (!server.versions.includes(offer.version)) return { kind: 'alert', number: PROTOCOL_VERSION };
  const ofVersion = server.ciphers.filter((cipher) => suitesOf(offer.version).includes(cipher));
  const cipher = choose(server, ofVersion, offer.ciphers);
  const group = choose(server, server.groups, offer.groups ?? []);
  const scheme = choose(server, server.schemes, offer.signatureSchemes ?? server.schemes);
  if (cipher === undefined || group === undefined || scheme === undefined) {
    return { kind: 'alert', number: HANDSHAKE_FAILURE };
  }
  const alpn = offer.alpn?.find((name) => server.alpn?.includes(name) === true);
  const choice = {
    version: offer.version,
    cipher,
    compression: 0,
    ...(offer.version === TLS13 ? { group } : {}),
    sessionIdBytes: 32,
    extensions: [23, 65281],
    ...(alpn === undefined ? {} : { alpn }),
  };
  if (depth === 'choice') return { kind: 'hello', choice };
  const flight = {
    sent: ['leaf'],
    certificates: [],
    group: groupName(group),
    signatureScheme: signatureSchemeName(scheme),
    scts: 0,
    extensions: [],
    tickets: [],
    whole: true,
  };
  return { kind: 'hello', choice, flight };
}

function choose({ order }: FakeServer, own: readonly number[], offered: readonly number[]): number | undefined {
  return order === 'server'
    ? own.find((value) => offered.includes(value))
    : offered.find((value) => own.includes(value));
}
