import type { Exchange, Timings } from '#core/http/exchange.ts';

export type PhaseKind = 'prepare' | 'dns' | 'connect' | 'proxy' | 'tls' | 'verdict' | 'send' | 'wait' | 'receive';

export interface Phase {
  readonly kind: PhaseKind;
  readonly label: string;
  /** ms after the whole exchange began. */
  readonly startMs: number;
  readonly ms: number;
}

/** One request on its way: the exchange itself or a redirect before it. */
export interface HopTiming {
  readonly host: string;
  readonly startMs: number;
  readonly totalMs: number;
  readonly phases: readonly Phase[];
  readonly reused: boolean;
  /** The exchange that opened the connection. */
  readonly firstUsedBy?: string;
}

/** Phases of every hop one after the other on one axis. */
export function waterfall(exchange: Exchange): readonly HopTiming[] {
  let startMs = 0;
  return [...exchange.hops, exchange].map(({ request, connection, timings }) => {
    const hop: HopTiming = {
      host: hostOf(request.url),
      startMs,
      totalMs: timings.totalMs,
      phases: phasesOf(timings, startMs),
      reused: connection?.reused ?? false,
      ...(connection?.firstUsedBy === undefined ? {} : { firstUsedBy: connection.firstUsedBy }),
    };
    startMs += timings.totalMs;
    return hop;
  });
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#]*)/i.exec(url)?.[1] ?? url;
}

/** The verdict is the end of `tlsMs`; here it stands by itself, because it is a phase of its own. */
function phasesOf(timings: Timings, from: number): readonly Phase[] {
  const { tlsMs, verdictMs } = timings;
  const handshakeMs = tlsMs === undefined ? undefined : Math.max(0, tlsMs - (verdictMs ?? 0));
  const rows: readonly (readonly [PhaseKind, string, number | undefined])[] = [
    ['prepare', 'Prepare', timings.blockedMs],
    ['dns', 'DNS', timings.dnsMs],
    ['connect', 'Connect', timings.connectMs],
    ['proxy', 'Proxy', timings.proxyMs],
    ['tls', 'TLS', handshakeMs],
    ['verdict', 'Verdict', verdictMs],
    ['send', 'Send', timings.sendMs],
    ['wait', 'Wait', timings.waitMs],
    ['receive', 'Receive', timings.receiveMs],
  ];
  let startMs = from;
  return rows.flatMap(([kind, label, ms]) => {
    if (ms === undefined || (kind === 'prepare' && ms < 1)) return [];
    const phase: Phase = { kind, label, startMs, ms };
    startMs += ms;
    return [phase];
  });
}

/** Round steps for an axis of that many ms: four to eight of them, 1, 2 or 5 times a power of ten. */
export function axisTicks(totalMs: number): readonly number[] {
  if (!(totalMs > 0)) return [0];
  const rough = totalMs / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? rough;
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
