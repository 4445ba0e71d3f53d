import type { Timings } from '#core/http/exchange.ts';

/** Milliseconds. -1 says that an optional phase did not happen; `connect` includes `ssl` (HAR 1.2, timings). */
export interface HarTimings {
  readonly blocked: number;
  readonly dns: number;
  readonly connect: number;
  readonly ssl: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
}

/** The phases with their sum, which counts `ssl` once and -1 not at all. To the microsecond: more is noise. */
export function harTimings(timings: Timings): HarTimings & { readonly time: number } {
  const { blockedMs, dnsMs, connectMs, proxyMs, tlsMs, sendMs, waitMs, receiveMs } = timings;
  const opening = [connectMs, proxyMs, tlsMs].filter((phase) => phase !== undefined);
  const phases = {
    blocked: optional(blockedMs),
    dns: optional(dnsMs),
    connect: opening.length === 0 ? -1 : rounded(opening.reduce((sum, phase) => sum + phase, 0)),
    ssl: optional(tlsMs),
    send: rounded(sendMs ?? 0),
    wait: rounded(waitMs ?? 0),
    receive: rounded(receiveMs ?? 0),
  };
  const { blocked, dns, connect, send, wait, receive } = phases;
  const time = [blocked, dns, connect, send, wait, receive].reduce((sum, phase) => sum + Math.max(0, phase), 0);
  return { ...phases, time: rounded(time) };
}

function optional(phase: number | undefined): number {
  return phase === undefined ? -1 : rounded(phase);
}

function rounded(phase: number): number {
  return Math.max(0, Math.round(phase * 1000) / 1000);
}
