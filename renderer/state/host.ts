import { create } from 'zustand';
import type { HistoryFailure } from '#core/history/entry.ts';
import type { HostEntry } from '#core/history/host.ts';
import { call, listen } from '#renderer/call.ts';

type Hosts =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      /** The one asked last first. */
      readonly hosts: readonly HostEntry[];
      /** True when there are more than are listed. */
      readonly more: boolean;
    }
  | { readonly status: 'failed'; readonly error: HistoryFailure };

export const useHosts = create<Hosts>(() => ({ status: 'loading' }));
const { setState } = useHosts;

let reading: Promise<void> | undefined;
let isStale = false;

/** Reads the list again. Calls during a reading become one more. */
export function refreshHosts(): Promise<void> {
  isStale = reading !== undefined;
  reading ??= readHosts().finally(() => {
    reading = undefined;
    if (isStale) void refreshHosts();
  });
  return reading;
}

async function readHosts(): Promise<void> {
  const result = await call('host.list', {});
  setState(result.ok ? { status: 'ready', ...result.value } : { status: 'failed', error: result.error }, true);
}

/** Keeps the list true while it is shown. Returns the function that stops it. */
export function followHosts(): () => void {
  void refreshHosts();
  return listen('history.changed', () => {
    void refreshHosts();
  });
}
