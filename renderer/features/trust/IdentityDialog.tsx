import { IdentityChoice } from './IdentityChoice.tsx';
import { IdentityForm } from './IdentityForm.tsx';
import { useIdentityRead } from './useIdentityRead.ts';
import { useReturnFocus } from './useReturnFocus.ts';
import { patternFor } from '#core/trust/pattern.ts';

export interface IdentityDialogProps {
  /** Who asked for a client certificate: suggested as the one it is for. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** To whom it may be shown, as a beginning, where that is not one host. */
  readonly hosts?: readonly string[] | undefined;
  /** @param added id of the identity that was added; absent when none was */
  readonly onClose: (added?: string) => void;
  /** Called when it is kept, with a sentence about it. */
  readonly onDone?: ((words: string) => void) | undefined;
}

/** Add a client certificate: choose its files, see what was checked, decide to whom it may be shown and who protects its key. */
export function IdentityDialog({ host, port, hosts, onClose, onDone }: IdentityDialogProps) {
  useReturnFocus();
  const reading = useIdentityRead();
  const { state } = reading;
  return state.status === 'read' ? (
    <IdentityForm
      candidate={state.candidate}
      password={state.password}
      initialHosts={hosts ?? (host === undefined ? [] : [patternFor(host, port ?? 443)])}
      onBack={reading.back}
      onClose={onClose}
      onDone={onDone}
    />
  ) : (
    <IdentityChoice reading={reading} state={state} onClose={onClose} />
  );
}
