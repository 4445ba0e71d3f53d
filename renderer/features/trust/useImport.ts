import { useEffect, useRef, useState } from 'react';
import { fileWords } from './fileWords.ts';
import type { ImportAsk } from './importAsk.ts';
import type { EventPayloads } from '#core/contract.ts';
import { explainReadFailure } from '#core/trust/explainReadFailure.ts';
import type { ImportRead } from '#core/trust/importRead.ts';
import { call, listen } from '#renderer/call.ts';
import { newId } from '#renderer/state/uuid.ts';

export type ImportProgress = EventPayloads['trust.progress'];

/** Where an import stands. */
export type ImportState =
  /** `problem`: why the last reading came to nothing. */
  | { readonly status: 'choosing'; readonly problem?: ImportProblem }
  | { readonly status: 'reading'; readonly ask: ImportAsk; readonly progress?: ImportProgress }
  | {
      readonly status: 'read';
      readonly ask: ImportAsk;
      readonly jobId: string;
      readonly read: ImportRead;
      /** The same is being read again, with a password or because it was no longer kept. */
      readonly again: 'no' | 'running';
      readonly progress?: ImportProgress;
    };

export interface ImportProblem {
  readonly name: string;
  readonly words: string;
}

export interface Import {
  readonly state: ImportState;
  readonly begin: (ask: ImportAsk) => void;
  /** Reads the same again, with one more password. */
  readonly unlock: (name: string, password: string) => void;
  /** Reads the same again. */
  readonly readAgain: () => void;
  /** Stops what is being read; nothing of it is kept. */
  readonly stop: () => void;
  /** Forgets what was read. */
  readonly back: () => void;
  readonly refuse: (problem: ImportProblem) => void;
}

/** Reads what may be imported and follows its progress. Only the last reading counts; what is left behind is forgotten in the main process too. */
export function useImport(): Import {
  const [state, setState] = useState<ImportState>({ status: 'choosing' });
  const job = useRef<string>(undefined);
  const passwords = useRef<Readonly<Record<string, string>>>({});
  useEffect(
    () =>
      listen('trust.progress', (progress) => {
        if (progress.jobId !== job.current) return;
        setState((now) => (now.status === 'choosing' ? now : { ...now, progress }));
      }),
    [],
  );
  useEffect(
    () => () => {
      forget(job.current);
    },
    [],
  );

  const run = async (ask: ImportAsk): Promise<void> => {
    const id = newId();
    job.current = id;
    setState((now) =>
      now.status === 'read' && now.ask === ask ? { ...readOnly(now), again: 'running' } : { status: 'reading', ask },
    );
    const result = await readIt(id, ask, passwords.current);
    if (job.current !== id) return;
    if (!result.ok) {
      job.current = undefined;
      setState(
        result.error.kind === 'cancelled'
          ? { status: 'choosing' }
          : { status: 'choosing', problem: { name: ask.title, words: explainReadFailure(result.error) } },
      );
      return;
    }
    const [first] = result.value.problems;
    const isNothing = result.value.found.length === 0 && result.value.locked.length === 0;
    if (isNothing && first !== undefined && result.value.problems.length === 1) {
      setState({
        status: 'choosing',
        problem: { name: fileWords(first.name, []), words: explainReadFailure(first.failure) },
      });
    } else {
      setState({ status: 'read', ask, jobId: id, read: result.value, again: 'no' });
    }
  };

  return {
    state,
    begin: (ask) => {
      passwords.current = {};
      void run(ask);
    },
    unlock: (name, password) => {
      if (state.status !== 'read') return;
      passwords.current = { ...passwords.current, [name]: password };
      void run(state.ask);
    },
    readAgain: () => {
      if (state.status === 'read') void run(state.ask);
    },
    stop: () => {
      forget(job.current);
    },
    back: () => {
      forget(job.current);
      job.current = undefined;
      passwords.current = {};
      setState({ status: 'choosing' });
    },
    refuse: (problem) => {
      setState({ status: 'choosing', problem });
    },
  };
}

/** Progress belongs to one reading. */
function readOnly(state: Extract<ImportState, { status: 'read' }>): Extract<ImportState, { status: 'read' }> {
  const { status, ask, jobId, read, again } = state;
  return { status, ask, jobId, read, again };
}

function readIt(jobId: string, ask: ImportAsk, passwords: Readonly<Record<string, string>>) {
  const given = Object.keys(passwords).length === 0 ? {} : { passwords: { ...passwords } };
  if (ask.kind === 'clipboard') return call('trust.readClipboard', { jobId, ...given });
  return call('trust.read', { jobId, sources: [...ask.sources], ...given });
}

function forget(jobId: string | undefined): void {
  if (jobId !== undefined) void call('trust.cancelJob', { jobId });
}
