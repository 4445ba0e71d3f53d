import { useEffect, useState } from 'react';
import { ImportChoice } from './ImportChoice.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { readFiles, readPaths, readText, type ImportRead } from './readImport.ts';
import { call } from '#renderer/call.ts';

interface ImportDialogProps {
  /** Files that were dropped before it opened. */
  readonly files: readonly File[];
  readonly onClose: () => void;
}

/** Add authorities from files or pasted text: choose, look at what is in it, decide for which hosts and until when. */
export function ImportDialog({ files, onClose }: ImportDialogProps) {
  const [read, setRead] = useState<ImportRead>();
  const [state, setState] = useState<'idle' | 'reading'>(files.length > 0 ? 'reading' : 'idle');
  const take = async (reading: Promise<ImportRead>): Promise<void> => {
    setState('reading');
    setRead(await reading);
    setState('idle');
  };
  useEffect(() => {
    let isCurrent = true;
    if (files.length > 0) {
      void readFiles(files).then((found) => {
        if (!isCurrent) return;
        setRead(found);
        setState('idle');
      });
    }
    return () => {
      isCurrent = false;
    };
  }, [files]);

  const choose = async (): Promise<void> => {
    const paths = await call('file.choose', { purpose: 'certificates' });
    if (paths.length > 0) await take(readPaths(paths));
  };
  if (read === undefined || read.candidates.length === 0) {
    return (
      <ImportChoice
        state={state}
        problems={read?.problems ?? []}
        onChoose={() => void choose()}
        onFiles={(dropped) => void take(readFiles(dropped))}
        onText={(text) => void take(readText(text))}
        onClose={onClose}
      />
    );
  }
  return (
    <ImportPreview
      read={read}
      onBack={() => {
        setRead(undefined);
      }}
      onClose={onClose}
    />
  );
}
