import type { ScanStartFailure } from '#core/contract/scan.ts';
import { fail, ok, type Result } from '#core/result.ts';
import type { ScanReport } from '#core/scan/report.ts';
import { ServerScan, type ScanJob, type ScanPowers } from './serverScan.ts';

export interface ScanOrder extends Pick<ScanJob, 'host' | 'port' | 'delayMs'> {
  readonly id: string;
}

/** The scans of the window. Those that stopped early are kept, so that they can go on. */
export interface Scans {
  /** Resolves when it is over, whatever came of it. */
  start(order: ScanOrder): Promise<Result<ScanReport, ScanStartFailure>>;
  goOn(id: string): Promise<Result<ScanReport, ScanStartFailure>>;
  /** False when it was already over. */
  cancel(id: string): boolean;
  /** Cancels what runs and waits for it. */
  close(): Promise<void>;
}

/** Scans that can go on: more servers than a person looks at in one sitting. The oldest is forgotten. */
const MAX_KEPT = 64;
/** ms between two reports: ten a second is as fast as a list can be read. */
const PROGRESS_INTERVAL_MS = 100;

interface Running {
  readonly controller: AbortController;
  readonly over: Promise<unknown>;
}

export function createScans(powers: ScanPowers, onProgress: (id: string, report: ScanReport) => void): Scans {
  const kept = new Map<string, ServerScan>();
  const running = new Map<string, Running>();

  const run = async (id: string, scan: ServerScan) => {
    if (running.has(id)) return fail({ kind: 'already-running' as const, message: `Scan ${id} is still running.` });
    const controller = new AbortController();
    const over = scan.run(controller.signal);
    running.set(id, { controller, over });
    const report = await over;
    running.delete(id);
    if (report.state === 'complete') kept.delete(id);
    return ok(report);
  };

  return {
    start: (order) => {
      const known = kept.get(order.id);
      if (known !== undefined) return run(order.id, known);
      const scan = new ServerScan(powers, { ...order, onProgress: paced((report) => onProgress(order.id, report)) });
      kept.set(order.id, scan);
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        if (!running.has(oldest)) kept.delete(oldest);
      }
      return run(order.id, scan);
    },
    goOn: (id) => {
      const scan = kept.get(id);
      return scan === undefined
        ? Promise.resolve(fail({ kind: 'unknown-scan' as const, message: `No scan ${id} is kept.` }))
        : run(id, scan);
    },
    cancel: (id) => {
      running.get(id)?.controller.abort();
      return running.has(id);
    },
    close: async () => {
      for (const { controller } of running.values()) controller.abort();
      await Promise.all([...running.values()].map(({ over }) => over));
    },
  };
}

/** Passes on at most one report per interval; the last one is the answer of `run` itself. */
function paced(tell: (report: ScanReport) => void): (report: ScanReport) => void {
  let toldAt = -Infinity;
  return (report) => {
    const now = performance.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS) return;
    toldAt = now;
    tell(report);
  };
}
