import { formatMs, formatPlural } from '#core/format.ts';
import { explainScanFailure } from '#core/scan/explain.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { notTried, phaseWords } from '#core/scan/words.ts';

/** The bar over a scan, in words. */
export interface Progress {
  readonly title: string;
  readonly facts: readonly string[];
  /** Said before the button, where there is room. */
  readonly hint?: string;
  readonly action?: 'cancel' | 'go-on';
  /** 0 to 1. */
  readonly done: number;
}

export function progressOf(report: ScanReport): Progress {
  const { connections, delayMs, elapsedMs, phase, state } = report;
  const made = formatPlural(connections.made, 'connection');
  const done = connections.expected === 0 ? 0 : connections.made / connections.expected;
  const untried = notTried(report);
  switch (state) {
    case 'running':
      return {
        title: `${String(connections.made)} of about ${formatPlural(connections.expected, 'connection')}`,
        facts: [
          ...(phase === undefined ? [] : [phaseWords[phase]]),
          ...timeWords(report),
          delayMs === 0 ? 'one at a time' : `one at a time, ${String(delayMs)} ms apart`,
        ],
        hint: 'What is found stays when you cancel',
        action: 'cancel',
        done,
      };
    case 'complete':
      return { title: `${made} in ${formatMs(elapsedMs)}`, facts: ['everything was tried'], done: 1 };
    case 'cancelled':
      return { title: `Cancelled after ${made}`, facts: [`${untried} were not tried`], action: 'go-on', done };
    case 'failed': {
      const title = report.failure === undefined ? 'Stopped' : explainScanFailure(report.failure).title;
      // Where every version was refused, there is nothing to go on with.
      const isOver = phase === undefined;
      return {
        title,
        facts: isOver ? [made] : [`after ${made}; ${untried} were not tried`],
        ...(isOver ? {} : { action: 'go-on' as const }),
        done,
      };
    }
  }
}

/** '4 s, about 2 s left'; nothing before there is something to reckon with. */
function timeWords({ connections: { made, expected }, elapsedMs }: ScanReport): readonly string[] {
  if (made < 3) return [];
  const leftMs = (elapsedMs / made) * (expected - made);
  return [`${seconds(elapsedMs)} s, about ${seconds(leftMs)} s left`];
}

function seconds(ms: number): string {
  return String(Math.max(1, Math.round(ms / 1000)));
}
