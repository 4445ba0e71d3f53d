import { useEffect } from 'react';
import { askForFiles, type ImportAsk, type Unaskable } from './importAsk.ts';
import { ImportChoice } from './ImportChoice.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportReading } from './ImportReading.tsx';
import { useImport } from './useImport.ts';
import type { Result } from '#core/result.ts';

interface ImportDialogProps {
  /** Files that were dropped before it opened. */
  readonly files: readonly File[];
  readonly onClose: () => void;
}

/** Add authorities: choose from where, look at everything that is in it, decide what to trust, for which hosts and until when. */
export function ImportDialog({ files, onClose }: ImportDialogProps) {
  const job = useImport();
  const { state } = job;
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
