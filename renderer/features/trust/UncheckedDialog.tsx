import { useState } from 'react';
import type { UncheckedParts } from './uncheckedParts.ts';
import { sendUnchecked } from '#renderer/state/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './UncheckedDialog.module.css';

interface UncheckedDialogProps {
  readonly draftId: string;
  readonly parts: UncheckedParts;
  readonly onClose: () => void;
}

/**
 * The only hatched dialog: one send to whoever answers. Says all that they will receive; credentials are left out unless ticked,
 * and no client certificate is ever shown. Cancel has the focus.
 */
export function UncheckedDialog({ draftId, parts, onClose }: UncheckedDialogProps) {
  const [kept, setKept] = useState<readonly string[]>([]);
  return (
    <Dialog
      title="Send this once without checking?"
      tone="unchecked"
      role="alertdialog"
      width={560}
      onClose={onClose}
      footnote="Counts for this send only."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="danger"
            onPress={() => {
              onClose();
              void sendUnchecked(
                draftId,
                kept.map((name) => name.toLowerCase()),
              );
            }}
          >
            Send once, unchecked
          </Button>
        </>
      }
    >
      <p className={styles['lead']}>
        Whoever answers at <b>{parts.place}</b> will receive:
      </p>
      <ul className={styles['parts']} aria-label="What is sent">
        <Fixed words={parts.request} aside={parts.size} />
        {parts.secretKeys.length === 0 ? null : (
          <Fixed words={`In the address: ${parts.secretKeys.join(', ')}`} aside="goes along with it" isSecret />
        )}
        {parts.plain.length === 0 ? null : <Fixed words={parts.plain.join(', ')} aside="headers" />}
        {parts.credentials.map(({ name, words }) => {
          const isKept = kept.includes(name);
          return (
            <li key={name}>
              <Checkbox
                isSelected={isKept}
                onChange={() => {
                  setKept(isKept ? kept.filter((one) => one !== name) : [...kept, name]);
                }}
              >
                {words}
              </Checkbox>
              <span className={isKept ? styles['sent'] : styles['aside']}>
                {isKept ? 'is sent' : 'left out unless you tick it'}
              </span>
            </li>
          );
        })}
      </ul>
      <p className={styles['note']}>
        Nobody proves who they are: they can read all of it, and answer what they like. No client certificate is shown.
        It is marked as unchecked wherever it appears.
      </p>
    </Dialog>
  );
}

interface FixedProps {
  readonly words: string;
  readonly aside: string | undefined;
  /** It looks like a credential. */
  readonly isSecret?: boolean;
}

function Fixed({ words, aside, isSecret = false }: FixedProps) {
  return (
    <li>
      <span className={styles['fixed']}>
        <Icon name={isSecret ? 'key' : 'send'} size={14} />
        <span title={words}>{words}</span>
      </span>
      <span className={isSecret ? styles['sent'] : styles['aside']}>{aside}</span>
    </li>
  );
}
