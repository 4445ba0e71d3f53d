import { IdentityChoice } from './IdentityChoice.tsx';
import { IdentityForm } from './IdentityForm.tsx';
import { useIdentityRead } from './useIdentityRead.ts';

export interface IdentityDialogProps {
  /** Who asked for a client certificate: suggested as the one it is for. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** @param added id of the identity that was added; absent when none was */
  readonly onClose: (added?: string) => void;
}

/** Add a client certificate: choose its files, see what was checked, decide to whom it may be shown and who protects its key. */
export function IdentityDialog({ host, port, onClose }: IdentityDialogProps) {
  const reading = useIdentityRead();
  const { state } = reading;
  return state.status === 'read' ? (
    <IdentityForm
      candidate={state.candidate}
      password={state.password}
      asked={host === undefined ? undefined : { host, port: port ?? 443 }}
      onBack={reading.back}
      onClose={onClose}
    />
  ) : (
    <IdentityChoice reading={reading} state={state} onClose={onClose} />
  );
}
