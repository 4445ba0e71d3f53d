import { useEffect, useState } from 'react';
import { askForFiles, type ImportAsk, type Unaskable } from './importAsk.ts';
import { ImportChoice, type ImportTyped } from './ImportChoice.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportReading } from './ImportReading.tsx';
import { useImport } from './useImport.ts';
import { useReturnFocus } from './useReturnFocus.ts';
import { bracketed, parseAddress } from '#core/http/address.ts';
import type { Result } from '#core/result.ts';
import { selectActive, useExchanges } from '#renderer/state/exchange.ts';

interface ImportDialogProps {
  /** Files that were dropped before it opened. */
  readonly files: readonly File[];
  readonly onClose: () => void;
}

/** Add authorities: choose from where, look at everything that is in it, decide what to trust, for which hosts and until when. */
export function ImportDialog({ files, onClose }: ImportDialogProps) {
  useReturnFocus();
  const job = useImport();
  const { state } = job;
  const [typed, setTyped] = useState<ImportTyped>(() => ({
    text: '',
    server: hostOf(selectActive(useExchanges.getState()).url),
    url: '',
  }));
  const take = (name: string, asked: Result<ImportAsk, Unaskable>): void => {
    if (asked.ok) job.begin(asked.value);
    else job.refuse({ name, words: asked.error.message });
  };
  const takeFiles = async (chosen: readonly File[]): Promise<void> => {
    take('What you dropped', await askForFiles(chosen));
  };
  useEffect(() => {
    if (files.length > 0) void takeFiles(files);
    // What it was opened with is read once.
    // eslint would have `takeFiles` here: it is made anew whenever the dialog is drawn.
  }, [files]);

  switch (state.status) {
    case 'choosing':
      return (
        <ImportChoice
          typed={typed}
          onType={setTyped}
          problem={state.problem}
          onAsk={take}
          onFiles={(chosen) => void takeFiles(chosen)}
          onClose={onClose}
        />
      );
    case 'reading':
      return <ImportReading title={state.ask.title} progress={state.progress} onStop={job.stop} onClose={onClose} />;
    case 'read':
      return <ImportPreview job={job} state={state} onClose={onClose} />;
  }
}

/** 'api.corp:8443' of the request that is open; '' when it has none that speaks TLS. */
function hostOf(url: string): string {
  const address = parseAddress(url);
  if (!address.ok || address.value.scheme !== 'https') return '';
  return `${bracketed(address.value.host)}:${String(address.value.port)}`;
}
