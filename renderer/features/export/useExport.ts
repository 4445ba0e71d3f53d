import { useEffect, useRef, useState } from 'react';
import { historyFailureWords } from './historyFailureWords.ts';
import type { ExportDone, ExportPreview } from '#core/contract.ts';
import { call, listen } from '#renderer/call.ts';
import { newId } from '#renderer/state/uuid.ts';

/** Where an export stands. `preview` is what would leave; it is asked for once. */
export type ExportState =
  | { readonly status: 'previewing' }
  | { readonly status: 'cannot'; readonly words: string }
  | { readonly status: 'ready'; readonly preview: ExportPreview; readonly problem?: string }
  | { readonly status: 'running'; readonly preview: ExportPreview; readonly done: number; readonly total: number }
  | { readonly status: 'done'; readonly done: ExportDone & { readonly path: string } };

export interface ExportJob {
  readonly state: ExportState;
  readonly start: (secrets: 'redact' | 'keep') => void;
  /** Stops what is being written; nothing is left behind then. */
  readonly cancel: () => void;
}

/** Previews the export, runs it and follows its progress. */
export function useExport(given: readonly string[] | 'all'): ExportJob {
  // What was chosen when it opened: a list that changes behind the dialog must not change what is exported.
  const [ids] = useState(given);
  const [state, setState] = useState<ExportState>({ status: 'previewing' });
  const jobId = useRef<string>(undefined);
  useEffect(() => {
    let isCurrent = true;
    void call('export.preview', { ids: selection(ids) }).then((result) => {
      if (!isCurrent) return;
      setState(
        result.ok
          ? { status: 'ready', preview: result.value }
          : { status: 'cannot', words: historyFailureWords(result.error) },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [ids]);
  useEffect(
    () =>
      listen('export.progress', (progress) => {
        if (progress.jobId !== jobId.current) return;
        setState((now) => (now.status === 'running' ? { ...now, done: progress.done, total: progress.total } : now));
      }),
    [],
  );

  const run = async (preview: ExportPreview, secrets: 'redact' | 'keep'): Promise<void> => {
    const id = newId();
    jobId.current = id;
    setState({ status: 'running', preview, done: 0, total: preview.entries });
    const result = await call('export.har', { jobId: id, ids: selection(ids), secrets });
    jobId.current = undefined;
    if (!result.ok) setState({ status: 'ready', preview, problem: historyFailureWords(result.error) });
    // Without a path the dialog of the system was closed or the export was stopped: nothing was written.
    else if (result.value.path === undefined) setState({ status: 'ready', preview });
    else setState({ status: 'done', done: { ...result.value, path: result.value.path } });
  };

  return {
    state,
    start: (secrets) => {
      if (state.status === 'ready') void run(state.preview, secrets);
    },
    cancel: () => {
      if (jobId.current !== undefined) void call('export.cancel', { jobId: jobId.current });
    },
  };
}

/** The bridge takes its own copy. */
function selection(ids: readonly string[] | 'all'): 'all' | string[] {
  return ids === 'all' ? ids : [...ids];
}
