import type { HistoryEntry } from '#core/history/entry.ts';
import type { PlaygroundState } from '#core/playground/state.ts';
import type { TrustState } from '#core/trust/anchor.ts';

/** The steps, in order. */
export const steps = [
  { title: 'Send', text: 'See why it is refused' },
  { title: 'Trust its CA', text: 'For this host only' },
  { title: 'Send again', text: 'Read the proven chain' },
  { title: 'Export', text: 'The history, as HAR' },
] as const;

interface Progress {
  readonly entries: readonly HistoryEntry[];
  readonly playground: PlaygroundState;
  readonly trust: TrustState | undefined;
}

/** Which step comes next, from 1: what was done is read off history and trust, nothing is remembered for it. */
export function nextStep({ entries, playground, trust }: Progress): number {
  const hosts = new Set(playground.servers.map((server) => new URL(server.url).host));
  const sent = entries.filter((entry) => URL.canParse(entry.url) && hosts.has(new URL(entry.url).host));
  if (sent.length === 0) return 1;
  const isTrusted = trust?.anchors.some((anchor) => anchor.sha256 === playground.ca?.sha256 && anchor.enabled) ?? false;
  if (!isTrusted) return 2;
  return sent.some((entry) => entry.verdict === 'trusted') ? 4 : 3;
}
