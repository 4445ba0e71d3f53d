import { useState } from 'react';
import { ExportDoneView } from './ExportDoneView.tsx';
import { ExportForm } from './ExportForm.tsx';
import { useExport } from './useExport.ts';

interface ExportDialogProps {
  /** Exchanges to export, at most 500; or all of the history. */
  readonly ids: readonly string[] | 'all';
  readonly onClose: () => void;
}

/** Export exchanges as HAR: first what would leave, then where to, then what was written. */
export function ExportDialog({ ids, onClose }: ExportDialogProps) {
  const [secrets, setSecrets] = useState<'redact' | 'keep'>('redact');
  const job = useExport(ids);
  const close = (): void => {
    job.cancel();
    onClose();
  };
  if (job.state.status === 'done') return <ExportDoneView done={job.state.done} secrets={secrets} onClose={onClose} />;
  return (
    <ExportForm
      state={job.state}
      secrets={secrets}
      onSecrets={setSecrets}
      onExport={() => {
        job.start(secrets);
      }}
      onStop={job.cancel}
      onClose={close}
    />
  );
}
