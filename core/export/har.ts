import { decodeCertificate } from '#core/certificate/decode.ts';
import { shortName } from '#core/certificate/name.ts';
import { parsePem } from '#core/certificate/pem.ts';
import type {
  CertificateBag,
  Connection,
  Exchange,
  ExchangeFailure,
  ExchangeWithCertificates,
  Hop,
  RequestRecord,
  ResponseRecord,
  Timings,
} from '#core/http/exchange.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { harRequest, harResponse, noResponse, type HarBody, type HarRequest, type HarResponse } from './harMessage.ts';
import { harTimings, type HarTimings } from './harTimings.ts';
import type { Redactor } from './redact.ts';

/**
 * HAR 1.2 (ahmadnassri/har-spec versions/1.2.md) with what its readers trip over avoided: no nulls, no empty addresses, a
 * numeric status always, a zone in every time. Our own fields begin with an underscore, as the specification wants.
 */
export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  readonly timings: HarTimings;
  readonly serverIPAddress?: string;
  /** The same for all entries of a connection: the id of the exchange that opened it. */
  readonly connection?: string;
  readonly comment?: string;
  readonly _serverPort?: number;
  readonly _securityDetails?: HarSecurityDetails;
  readonly _tls?: HarTls;
  readonly _wireglass: HarOwn;
}

/** As Playwright writes it (packages/trace/src/har.ts); times are seconds since the Unix epoch. */
export interface HarSecurityDetails {
  readonly protocol?: string;
  readonly subjectName?: string;
  readonly issuer?: string;
  readonly validFrom?: number;
  readonly validTo?: number;
}

/**
 * The whole report, the verdict within, and PEM of every certificate it names: the chain as sent, then the others.
 *
 * `raw`, the bytes of the handshake messages, stands in the first entry of a connection only; entries that share it have the
 * same `connection`.
 */
export type HarTls = TlsReport & { readonly certificates: readonly string[] };

/** What HAR has no place for, so that nothing of an exchange is lost. */
export interface HarOwn {
  readonly id: string;
  /** Which redirect of the exchange this entry is, from 0; absent on the last. */
  readonly hop?: number;
  readonly outcome: Exchange['outcome']['kind'];
  readonly failure?: Readonly<Record<string, unknown>>;
  readonly connection?: Omit<Connection, 'tls'>;
  readonly timings: Timings;
  readonly trailers?: readonly { readonly name: string; readonly value: string }[];
}

/** The bodies of an exchange by their ref. One that is not there is left out of the entry, with a comment. */
export type HarBodies = ReadonlyMap<string, HarBody>;

/**
 * The entries of an exchange: one for each redirect that was followed, then the last.
 *
 * @param told connections whose handshake bytes the file has already; those of this exchange are added
 */
export function harEntries(
  { exchange, certificates }: ExchangeWithCertificates,
  bodies: HarBodies,
  redactor: Redactor,
  told = new Set<string>(),
): readonly HarEntry[] {
  const context: Context = { exchange, certificates, bodies, redactor, told };
  let startedAt = exchange.startedAt;
  const hops = exchange.hops.map((hop, index) => {
    const entry = hopEntry(context, hop, index, startedAt);
    startedAt += hop.timings.totalMs;
    return entry;
  });
  return [...hops, lastEntry(context, startedAt)];
}

interface Context extends ExchangeWithCertificates {
  readonly bodies: HarBodies;
  readonly redactor: Redactor;
  readonly told: Set<string>;
}

function hopEntry(context: Context, hop: Hop, index: number, startedAt: number): HarEntry {
  return entryOf(context, { ...hop, startedAt, own: { id: context.exchange.id, hop: index, outcome: 'response' } });
}

function lastEntry(context: Context, startedAt: number): HarEntry {
  const { id, request, connection, outcome, timings, trailers } = context.exchange;
  const response = 'response' in outcome ? outcome.response : undefined;
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined;
  return entryOf(context, {
    startedAt,
    request,
    timings,
    ...(response === undefined ? {} : { response }),
    ...(connection === undefined ? {} : { connection }),
    error: failure?.kind ?? (outcome.kind === 'response' ? undefined : outcome.kind),
    own: {
      id,
      outcome: outcome.kind,
      ...(failure === undefined ? {} : { failure: failureFacts(failure, context.redactor) }),
      ...(trailers === undefined
        ? {}
        : {
            trailers: trailers.map(([name, value]) => ({
              name,
              value: context.redactor.header('response', name, value),
            })),
          }),
    },
  });
}

interface Part {
  readonly startedAt: number;
  readonly request: RequestRecord;
  readonly response?: ResponseRecord;
  readonly connection?: Connection;
  readonly timings: Timings;
  /** Why there is no whole response. */
  readonly error?: string | undefined;
  readonly own: Pick<HarOwn, 'id' | 'hop' | 'outcome' | 'failure' | 'trailers'>;
}

function entryOf({ certificates, bodies, redactor, told }: Context, part: Part): HarEntry {
  const { request, response, connection, timings, error, own } = part;
  const tls = connection?.tls;
  const { time, ...harTime } = harTimings(timings);
  const { failure } = own;
  const withdrawn = failure?.['kind'] === 'untrusted' && failure['withdrawn'] === true;
  const comment = withdrawn ? withdrawnComment : tls && trustComment[tls.verdict.kind];
  return {
    startedDateTime: new Date(part.startedAt).toISOString(),
    time,
    request: harRequest(request, bodies, redactor),
    response: response === undefined ? noResponse(request, error) : harResponse(response, bodies, redactor, error),
    cache: {},
    timings: harTime,
    ...connectionFields(connection, own.id),
    ...(comment === undefined ? {} : { comment }),
    ...(connection?.tls === undefined
      ? {}
      : tlsFields(bytesOnce(connection.tls, connection, own.id, told), certificates)),
    _wireglass: { ...own, ...withoutTls(connection), timings },
  };
}

/** Whoever reads the file must see that nobody vouched for the server. */
const trustComment: Readonly<Record<TlsReport['verdict']['kind'], string | undefined>> = {
  trusted: undefined,
  excepted: 'The server was accepted by an exception that the user made.',
  untrusted: 'The server was not trusted: no request was sent to it.',
  unchecked: 'The server was not verified.',
};
const withdrawnComment = 'Trust in the server was taken back while the request ran.';

function connectionFields(connection: Connection | undefined, id: string) {
  if (connection === undefined) return {};
  const { address, port } = connection.remote;
  return {
    // Left out rather than written wrong: readers refuse the whole file for a zone or an empty text.
    ...(isPlainAddress(address) ? { serverIPAddress: address } : {}),
    connection: connection.firstUsedBy ?? id,
    _serverPort: port,
  };
}

function isPlainAddress(address: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(address) || /^[0-9a-f:]*:[0-9a-f:.]*$/i.test(address);
}

function withoutTls(connection: Connection | undefined): Pick<HarOwn, 'connection'> {
  if (connection === undefined) return {};
  const fields = Object.entries(connection).filter(([name]) => name !== 'tls');
  return { connection: Object.fromEntries(fields) as Omit<Connection, 'tls'> };
}

/** The report with the bytes of its messages where they are told for the first time, else without: a kept-alive connection has hundreds of entries. */
function bytesOnce(tls: TlsReport, connection: Connection, id: string, told: Set<string>): TlsReport {
  // Redirects open several connections for one exchange: their ports tell them apart.
  const { firstUsedBy = id, local, remote } = connection;
  const key = [firstUsedBy, local.port, remote.address, remote.port].join(' ');
  if (!told.has(key)) {
    told.add(key);
    return tls;
  }
  const messages = tls.messages.map((message) => {
    const { raw, ...rest } = message;
    return raw === undefined ? message : rest;
  });
  return { ...tls, messages };
}

function tlsFields(tls: TlsReport, certificates: CertificateBag): Pick<HarEntry, '_securityDetails' | '_tls'> {
  const named = [
    ...tls.chain.sent,
    ...tls.chain.path,
    ...(tls.clientAuth.offered === null ? [] : [tls.clientAuth.offered]),
  ];
  const pems = [...new Set(named)].flatMap((sha256) => certificates[sha256] ?? []);
  return { _securityDetails: securityDetails(tls, certificates), _tls: { ...tls, certificates: pems } };
}

function securityDetails({ version, chain }: TlsReport, certificates: CertificateBag): HarSecurityDetails {
  const protocol = version === undefined ? {} : { protocol: version.replace(/^TLSv/, 'TLS ') };
  const pem = certificates[chain.sent[0] ?? ''];
  const blocks = pem === undefined ? undefined : parsePem(pem);
  const der = blocks?.ok === true ? blocks.value[0] : undefined;
  const leaf = der === undefined ? undefined : decodeCertificate(der);
  if (leaf?.ok !== true) return protocol;
  const { subject, issuer, notBefore, notAfter } = leaf.value;
  return {
    ...protocol,
    subjectName: shortName(subject),
    issuer: shortName(issuer),
    validFrom: Math.floor(notBefore / 1000),
    validTo: Math.floor(notAfter / 1000),
  };
}

/** The facts of a failure. The verdict is not repeated: it stands in `_tls`. Texts may hold the address that was asked. */
function failureFacts(failure: ExchangeFailure, redactor: Redactor): Readonly<Record<string, unknown>> {
  const facts = Object.entries(failure).filter(([name]) => name !== 'verdict' && name !== 'message');
  return Object.fromEntries(
    facts.map(([name, fact]) => [name, typeof fact === 'string' ? redactor.sameUrl(fact) : fact]),
  );
}

/** A handshake that came to nothing, in the shape in which HTTP Toolkit writes and reads them (`log._tlsErrors`). */
export interface HarTlsError {
  readonly startedDateTime: string;
  readonly time: number;
  readonly hostname?: string;
  readonly cause: 'closed' | 'reset' | 'cert-rejected' | 'no-shared-cipher' | 'handshake-timeout' | 'unknown';
  readonly tlsMetadata: {
    readonly sniHostname?: string;
    readonly clientAlpn?: readonly string[];
    readonly ja3Fingerprint?: string;
    readonly ja4Fingerprint?: string;
  };
  readonly clientIPAddress: string;
  readonly clientPort: number;
}

/** What `log._tlsErrors` says of an exchange; undefined when its handshake succeeded or there was none. */
export function harTlsError(exchange: Exchange): HarTlsError | undefined {
  const { outcome, connection, startedAt, timings, request } = exchange;
  const cause = outcome.kind === 'failed' ? tlsCause(outcome.failure) : undefined;
  if (cause === undefined || connection === undefined) return undefined;
  const { tls, local } = connection;
  const hostname = tls?.sni.sent ?? hostOf(request.url);
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: harTimings(timings).time,
    ...(hostname === undefined ? {} : { hostname }),
    cause,
    tlsMetadata: {
      ...(typeof tls?.sni.sent === 'string' ? { sniHostname: tls.sni.sent } : {}),
      ...(tls === undefined ? {} : { clientAlpn: tls.alpn.offered }),
      ...(tls?.ja3 === undefined ? {} : { ja3Fingerprint: tls.ja3 }),
      ...(tls?.ja4 === undefined ? {} : { ja4Fingerprint: tls.ja4 }),
    },
    clientIPAddress: local.address,
    clientPort: local.port,
  };
}

/** HTTP Toolkit's causes (mockttp src/types.ts, TlsHandshakeFailure); undefined when TLS was not what failed. */
function tlsCause(failure: ExchangeFailure): HarTlsError['cause'] | undefined {
  switch (failure.kind) {
    case 'untrusted':
      return 'cert-rejected';
    case 'tls-timeout':
      return 'handshake-timeout';
    case 'tls-incompatible':
      return failure.what === 'cipher' ? 'no-shared-cipher' : 'unknown';
    case 'reset':
      return failure.during === 'tls' ? 'reset' : undefined;
    case 'closed-early':
      return failure.during === 'tls' ? 'closed' : undefined;
    case 'not-tls':
    case 'tls-alert':
    case 'client-certificate-required':
    case 'client-certificate-rejected':
      return 'unknown';
    default:
      return undefined;
  }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : undefined;
}
