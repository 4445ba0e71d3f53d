import type { ExchangeFailure } from '#core/http/exchange.ts';
import { explainFailure, spokenName, type Explanation } from '#core/http/explain.ts';
import { hasSpokenTls, isInTls, type ProbeId, type ProbeOutcome, type ProbeResult } from './probe.ts';

/** What the probes showed. Closed: each has its words below. */
export type ConclusionKind =
  | 'works-now'
  | 'gone'
  | 'alpn'
  | 'http2-only'
  | 'large-hello'
  | 'tls13-intolerant'
  | 'tls12-intolerant'
  | 'unknown-name'
  | 'old-version'
  | 'weak-cipher'
  | 'legacy-renegotiation'
  | 'plain-http'
  | 'other-protocol'
  | 'wants-client-certificate'
  | 'no-answer'
  | 'nothing-helps';

export interface Conclusion extends Explanation {
  readonly kind: ConclusionKind;
  /** The probes it rests on. */
  readonly from: readonly ProbeId[];
}

type Shaken = Extract<ProbeResult, { kind: 'handshake' }>;

/** The outcomes by probe, for asking what one of them showed. */
class Evidence {
  readonly #byId: ReadonlyMap<ProbeId, ProbeResult>;
  readonly failure: ExchangeFailure;

  constructor(failure: ExchangeFailure, outcomes: readonly ProbeOutcome[]) {
    this.failure = failure;
    this.#byId = new Map(outcomes.map(({ id, result }) => [id, result]));
  }

  get all(): readonly ProbeResult[] {
    return [...this.#byId.values()];
  }

  of(id: ProbeId): ProbeResult | undefined {
    return this.#byId.get(id);
  }

  shaken(id: ProbeId): Shaken | undefined {
    const result = this.#byId.get(id);
    return result?.kind === 'handshake' ? result : undefined;
  }

  failed(id: ProbeId): boolean {
    return this.#byId.get(id)?.kind === 'failed';
  }

  /** The server said something in TLS, were it only an alert. */
  get speaksTls(): boolean {
    return isInTls(this.failure) || hasSpokenTls(this.all);
  }
}

type Rule = (evidence: Evidence) => Conclusion | undefined;

/**
 * What the outcomes of the probes mean, most telling first; the first is the answer, what follows it is worth knowing too.
 * One always stands: that nothing helped is an answer as well.
 *
 * @param failure what the request failed with
 */
export function conclude(failure: ExchangeFailure, outcomes: readonly ProbeOutcome[]): readonly Conclusion[] {
  const evidence = new Evidence(failure, outcomes);
  const found = rules.flatMap((rule) => rule(evidence) ?? []);
  return found.length > 0 ? found : [nothingHelps(evidence)];
}

/** Tried in this order: what explains the most others stands first (a smaller ClientHello also comes of leaving TLS 1.3 out). */
const rules: readonly Rule[] = [
  worksNow,
  gone,
  http2Only,
  alpn,
  largeHello,
  tls13Intolerant,
  tls12Intolerant,
  unknownName,
  legacyRenegotiation,
  oldVersion,
  weakCipher,
  plain,
  wantsClientCertificate,
];

function worksNow(evidence: Evidence): Conclusion | undefined {
  if (evidence.shaken('as-before') === undefined) return undefined;
  return {
    kind: 'works-now',
    from: ['as-before'],
    title: 'The same handshake succeeds now',
    cause: 'It was tried once more without any change, and came to its end. So the fault comes and goes.',
    remedy:
      'Send the request again. If it fails now and then, several servers may stand behind this address, one of them set up differently; its owner can tell from their logs.',
  };
}

function gone(evidence: Evidence): Conclusion | undefined {
  const first = evidence.of('as-before');
  if (first?.kind !== 'failed') return undefined;
  const before: ReadonlySet<string> = new Set([
    'dns-not-found',
    'dns-failed',
    'refused',
    'unreachable',
    'connect-timeout',
  ]);
  if (!before.has(first.failure.kind)) return undefined;
  const { title, remedy } = explainFailure(first.failure);
  return {
    kind: 'gone',
    from: ['as-before'],
    title: 'The server cannot be reached any more',
    cause: `${title}. So no handshake could be tried.`,
    remedy,
  };
}

function http2Only(evidence: Evidence): Conclusion | undefined {
  if (evidence.shaken('h2')?.alpn !== 'h2') return undefined;
  return {
    kind: 'http2-only',
    from: ['h2'],
    title: 'The server speaks HTTP/2 alone',
    cause: 'It accepts a handshake that offers HTTP/2 by ALPN, and breaks off one that offers HTTP/1.1.',
    remedy:
      'Wireglass sends HTTP/1.1. The server has to allow http/1.1 beside h2, or this request needs a client that speaks HTTP/2.',
  };
}

function alpn(evidence: Evidence): Conclusion | undefined {
  if (evidence.shaken('no-alpn') === undefined || evidence.shaken('h2')?.alpn === 'h2') return undefined;
  return {
    kind: 'alpn',
    from: ['no-alpn'],
    title: 'The server stumbles over ALPN',
    cause:
      'A handshake that does not offer http/1.1 by ALPN succeeds. Either the port serves something else than the web, or the server is set to a list of protocols without http/1.1.',
    remedy:
      'The server’s owner should allow http/1.1 in its ALPN list (or leave the list out). Check also that this is the right port.',
  };
}

function largeHello(evidence: Evidence): Conclusion | undefined {
  const { failure } = evidence;
  if (evidence.shaken('no-pq') === undefined || evidence.shaken('no-alpn') !== undefined) return undefined;
  const silent = failure.kind === 'tls-timeout' || failure.kind === 'reset' || failure.kind === 'closed-early';
  return {
    kind: 'large-hello',
    from: ['no-pq'],
    title: 'The first message is too long for something on the way',
    cause: `Without the post-quantum key share (X25519MLKEM768) the handshake succeeds. With it the first message is about 1.7 kB long and needs two packets; ${silent ? 'something between here and the server, or the server itself, drops it' : 'the server does not take it'}.`,
    remedy:
      'A firewall, proxy or load balancer in between is outdated: it reads only the first packet. Its maker has an update; try also from another network to find out which device it is.',
  };
}

function tls13Intolerant(evidence: Evidence): Conclusion | undefined {
  if (evidence.shaken('tls12') === undefined || !evidence.failed('tls13')) return undefined;
  if (evidence.shaken('no-pq') !== undefined || evidence.shaken('no-alpn') !== undefined) return undefined;
  return {
    kind: 'tls13-intolerant',
    from: ['tls12', 'tls13'],
    title: 'The server breaks off when TLS 1.3 is offered',
    cause:
      'It speaks TLS 1.2. When both are offered it should choose that; instead the handshake fails. An old server, or a device in between that reads along, does this.',
    remedy:
      'The server’s owner should update it, or the device before it. Nothing has to be changed here: offering TLS 1.3 is right.',
  };
}

function tls12Intolerant(evidence: Evidence): Conclusion | undefined {
  if (evidence.shaken('tls13') === undefined || evidence.shaken('no-pq') !== undefined) return undefined;
  return {
    kind: 'tls12-intolerant',
    from: ['tls13'],
    title: 'The server wants TLS 1.3 alone',
    cause: 'A handshake that offers nothing but TLS 1.3 succeeds; one that offers TLS 1.2 beside it does not.',
    remedy: 'This is against the rules of TLS (RFC 8446 §4.1.2): the server’s owner should update it.',
  };
}

function unknownName(evidence: Evidence): Conclusion | undefined {
  const shaken = evidence.shaken('no-sni');
  if (shaken === undefined) return undefined;
  const shown = shaken.names.length === 0 ? '' : ` What it shows then is a certificate for ${some(shaken.names)}.`;
  return {
    kind: 'unknown-name',
    from: ['no-sni'],
    title: 'The server does not know this host name',
    cause: `When no name is asked for, the handshake succeeds; with the name in the address the server breaks off.${shown}`,
    remedy:
      'Check the host name. If it is right, it has to be added to the server (or to the load balancer before it) with a certificate of its own.',
  };
}

function legacyRenegotiation(evidence: Evidence): Conclusion | undefined {
  const shaken = evidence.shaken('legacy-renegotiation');
  if (shaken === undefined) return undefined;
  return {
    kind: 'legacy-renegotiation',
    from: ['legacy-renegotiation'],
    title: 'The server lacks secure renegotiation',
    cause: `It speaks ${versionName(shaken.version)} without the protection of RFC 5746 (2010), by which an attacker could put bytes before yours. Current TLS libraries refuse such servers.`,
    remedy: 'The server must be updated: software without RFC 5746 is more than ten years old.',
  };
}

function oldVersion(evidence: Evidence): Conclusion | undefined {
  const shaken = evidence.shaken('old-versions');
  if (shaken === undefined || !['TLSv1', 'TLSv1.0', 'TLSv1.1', 'SSLv3'].includes(shaken.version)) return undefined;
  return {
    kind: 'old-version',
    from: ['old-versions'],
    title: `The server speaks ${versionName(shaken.version)} at most`,
    cause: `With old versions allowed the handshake succeeds, as ${versionName(shaken.version)} with ${shaken.cipher}. That version was withdrawn in 2021 (RFC 8996), and browsers refuse it too.`,
    remedy: 'The server must be set to TLS 1.2 or newer. Wireglass sends nothing over a version that can be broken.',
  };
}

function weakCipher(evidence: Evidence): Conclusion | undefined {
  const shaken = evidence.shaken('wide-ciphers');
  if (shaken === undefined) return undefined;
  const signed = shaken.signatureScheme === undefined ? '' : `, signed with ${shaken.signatureScheme}`;
  return {
    kind: 'weak-cipher',
    from: ['wide-ciphers'],
    title: 'The server accepts only weak cipher suites, keys or signatures',
    cause: `With everything the library knows the handshake succeeds, as ${versionName(shaken.version)} with ${shaken.cipher}${signed}. None of what is offered to a request is good enough for it.`,
    remedy:
      'The server should allow ECDHE suites with AES-GCM, have an RSA key of 2048 bits or an ECDSA key, and sign with SHA-256. Wireglass never sends a request with weaker ones.',
  };
}

function plain(evidence: Evidence): Conclusion | undefined {
  const result = evidence.of('plain');
  const early = evidence.failure.kind === 'not-tls' ? evidence.failure.spoken : undefined;
  const spoken = result?.kind === 'spoken' ? result.spoken : early;
  // Many TLS servers answer plain HTTP with an error page in plain HTTP: that says nothing about a port that has spoken TLS.
  if (spoken === undefined || evidence.speaksTls) return undefined;
  if (spoken === 'http') {
    return {
      kind: 'plain-http',
      from: ['plain'],
      title: 'The port speaks plain HTTP, not TLS',
      cause: 'Asked without TLS, it answers in HTTP.',
      remedy: 'Look for the port that speaks HTTPS. With http:// everyone on the way can read and change what is sent.',
    };
  }
  return {
    kind: 'other-protocol',
    from: ['plain'],
    title: `The port speaks ${spokenName(spoken)}, not TLS`,
    cause: 'Its first bytes without TLS say so.',
    remedy: 'Check the port: HTTPS is usually on 443 or 8443.',
  };
}

function wantsClientCertificate(evidence: Evidence): Conclusion | undefined {
  const asked = evidence.all.find(
    (result) =>
      result.kind === 'failed' &&
      (result.failure.kind === 'client-certificate-required' || result.clientAuth?.requested === true),
  );
  if (asked?.kind !== 'failed') return undefined;
  const authorities = asked.clientAuth?.authorities ?? [];
  const whose = authorities.length === 0 ? '' : ` It accepts certificates issued by ${some(authorities)}.`;
  return {
    kind: 'wants-client-certificate',
    from: [],
    title: 'The server wants a client certificate',
    cause: `It asks for one during the handshake, gets none, and breaks off.${whose}`,
    remedy: 'Get a client certificate for this server from whoever runs it.',
  };
}

function nothingHelps(evidence: Evidence): Conclusion {
  if (!evidence.speaksTls) {
    return {
      kind: 'no-answer',
      from: [],
      title: 'The port does not speak TLS to this computer',
      cause:
        'However the handshake was begun, not one byte of TLS came back. Either the port serves something else, or a firewall between here and the server cuts off TLS.',
      remedy:
        'Check host and port. Try from another network: if it works there, the firewall of this one is the cause.',
    };
  }
  return {
    kind: 'nothing-helps',
    from: [],
    title: 'No other way of asking helped either',
    cause:
      'The server breaks off however the handshake is begun: with other versions, ciphers and key exchanges, without the host name and without ALPN.',
    remedy:
      'The reason is on the server: its log for this moment says more. A server that is set up wrongly (no certificate, a key that does not fit) behaves like this.',
  };
}

/** 'TLSv1.2' as people write it. */
function versionName(version: string): string {
  return version
    .replace(/^TLSv1$/, 'TLS 1.0')
    .replace(/^TLSv/, 'TLS ')
    .replace(/^SSLv/, 'SSL ');
}

const MAX_LISTED = 3;

function some(names: readonly string[]): string {
  const more = names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '';
  return `${names.slice(0, MAX_LISTED).join(', ')}${more}`;
}
