import { TLS13 } from '#core/tls/version.ts';
import { acceptedVersions, type Findings } from './findings.ts';
import { versionNumber } from './offerable.ts';
import {
  agreed,
  ask,
  canReadModern,
  fullOffer,
  oldVersion,
  readableOffer,
  suitesBy,
  type Plan,
  type ScanTarget,
} from './asking.ts';
import type { Choice, Flight, HelloAnswer } from './probe.ts';
import type { AlpnAnswer, NameOutcome, ScanExtras, ScannedVersion } from './report.ts';

const SCSV_FALLBACK = 0x5600;
const DEFLATE = 1;
const ALERT_INAPPROPRIATE_FALLBACK = 86;
const extension = {
  heartbeat: 15,
  encryptThenMac: 22,
  extendedMasterSecret: 23,
  sessionTicket: 35,
  renegotiation: 65281,
};
/** RFC 6761 §6.4: a name that nobody can have. */
const UNKNOWN_NAME = 'no-such-name.invalid';

/** Application protocols, then what else a handshake shows: a hello or two each. */
export function* planExtras(target: ScanTarget, findings: Findings): Plan {
  const version = readableVersion(findings);
  if (version === undefined) return;
  findings.phase = 'alpn';
  yield* planAlpn(target, findings, version);
  findings.phase = 'extras';
  const old = oldVersion(findings);
  if (old !== undefined) yield* planOldExtras(target, findings, old);
  if (version === 'TLSv1.3') yield* planModernExtras(target, findings);
  yield* planNames(findings, version);
  yield* planFallback(target, findings);
}

/** The highest version whose answers can be read to their end. */
function readableVersion(findings: Findings): ScannedVersion | undefined {
  const accepted = acceptedVersions(findings);
  return accepted.find((version) => version !== 'TLSv1.3' || canReadModern(findings));
}

function* planAlpn(target: ScanTarget, findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  if (number < 0x0301) return;
  const choose = function* (alpn: readonly string[]) {
    const answer = yield* ask('alpn', 'flight', { ...readableOffer(target, number), alpn });
    const hello = agreed(answer, number);
    findings.leaf ??= hello?.flight?.sent[0];
    return hello?.flight?.alpn ?? hello?.choice.alpn;
  };
  const both = ['h2', 'http/1.1'];
  const chosen = yield* choose(both);
  const put = (accepted: readonly string[], refused: readonly string[]) => {
    const answer: AlpnAnswer = { accepted, refused, chosen: chosen ?? null, without: 'goes-on' };
    findings.alpn = answer;
  };
  if (chosen === undefined) return put([], both);
  put([chosen], []);
  const other = both.find((name) => name !== chosen) ?? 'http/1.1';
  const isSpoken = (yield* choose([other])) === other;
  put(isSpoken ? [chosen, other] : [chosen], isSpoken ? [] : [other]);
}

function learn(findings: Findings, more: ScanExtras): void {
  findings.extras = { ...findings.extras, ...more };
}

function* planOldExtras(target: ScanTarget, findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  const offer = { ...fullOffer(target, number), extras: true, compressions: [DEFLATE, 0] };
  const hello = agreed(yield* ask('extras', 'flight', offer), number);
  if (hello !== undefined) {
    const { choice, flight } = hello;
    findings.leaf ??= flight?.sent[0];
    // SSL 3.0 has no extensions: it cannot say any of this.
    const said = (type: number) => choice.extensions.includes(type);
    learn(findings, {
      ...(number > 0x0300
        ? {
            secureRenegotiation: said(extension.renegotiation),
            extendedMasterSecret: said(extension.extendedMasterSecret),
            heartbeat: said(extension.heartbeat),
            ticket: { offered: said(extension.sessionTicket), version },
          }
        : {}),
      compression: choice.compression !== 0,
      ...(flight?.whole === true ? flightExtras(flight) : {}),
    });
  }
  const ciphers = suitesBy(findings, version, /_CBC_/);
  if (ciphers.length === 0 || number <= 0x0300) return;
  // Encrypt-then-MAC is only answered when the suite has a MAC to encrypt before (RFC 7366 §3).
  const mac = agreed(yield* ask('extras', 'choice', { ...fullOffer(target, number), ciphers }), number);
  if (mac !== undefined) learn(findings, { encryptThenMac: mac.choice.extensions.includes(extension.encryptThenMac) });
}

/** Said in the same manner in every version. */
function flightExtras(flight: Flight): ScanExtras {
  return {
    ocspStaple: flight.staple ?? null,
    scts: flight.scts,
    clientCertificate: {
      asked: flight.clientAuth ? 'asked' : 'no',
      authorities: flight.clientAuth?.authorities ?? [],
    },
  };
}

const ALERT_CERTIFICATE_REQUIRED = 116;

function* planModernExtras(target: ScanTarget, findings: Findings): Plan {
  const offer = { ...readableOffer(target, TLS13), extras: true };
  const hello = agreed(yield* ask('extras', 'finish', offer), TLS13);
  const flight = hello?.flight;
  if (flight?.whole !== true) return;
  findings.leaf ??= flight.sent[0];
  const ticket = flight.tickets[0];
  const refused = flight.alert !== undefined;
  const common = flightExtras(flight);
  learn(findings, {
    ...common,
    clientCertificate: {
      authorities: flight.clientAuth?.authorities ?? [],
      asked:
        flight.clientAuth === undefined
          ? 'no'
          : flight.alert === ALERT_CERTIFICATE_REQUIRED
            ? 'required'
            : refused
              ? 'asked'
              : 'optional',
    },
    certificateCompression: flight.compressedBy ?? null,
    // A server that ended the handshake for want of a certificate had no occasion to give a ticket.
    ...(refused ? {} : { ticket: { offered: ticket !== undefined, version: 'TLSv1.3', ...ticket } }),
    ...(flight.extensions.includes(extension.heartbeat) ? { heartbeat: true } : {}),
  });
}

function* planNames(findings: Findings, version: ScannedVersion): Plan {
  const number = versionNumber(version);
  if (number <= 0x0300) return;
  const offer = readableOffer({}, number);
  const without = outcome(yield* ask('extras', 'flight', offer), number, findings);
  const unknown = outcome(yield* ask('extras', 'flight', { ...offer, serverName: UNKNOWN_NAME }), number, findings);
  learn(findings, { serverName: { without, unknown } });
}

function outcome(answer: HelloAnswer, version: number, { leaf }: Findings): NameOutcome {
  const hello: { readonly choice: Choice; readonly flight?: Flight } | undefined = agreed(answer, version);
  const shown = hello?.flight?.sent[0];
  if (shown !== undefined && leaf !== undefined) return shown === leaf ? 'same-certificate' : 'other-certificate';
  return answer.kind === 'alert' || answer.kind === 'closed' ? 'refused' : 'not-observable';
}

/** A client that says it fell back must be told when it need not have (RFC 7507 §3). */
function* planFallback(target: ScanTarget, findings: Findings): Plan {
  const second = acceptedVersions(findings)[1];
  if (second === undefined) return;
  const number = versionNumber(second);
  const offer = fullOffer(target, number);
  const answer = yield* ask('extras', 'choice', { ...offer, ciphers: [...offer.ciphers, SCSV_FALLBACK] });
  if (answer.kind === 'alert' && answer.number === ALERT_INAPPROPRIATE_FALLBACK) {
    learn(findings, { fallbackScsv: 'refused-as-it-should' });
  } else if (agreed(answer, number)) {
    learn(findings, { fallbackScsv: 'ignored' });
  }
}
