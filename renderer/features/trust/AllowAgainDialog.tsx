import { allowAgain } from './refusedActions.ts';
import type { RefusedUse } from './refusedUses.ts';
import type { Distrust } from '#core/trust/distrust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './EffectList.module.css';

interface AllowAgainDialogProps {
  readonly refusal: Distrust;
  readonly uses: readonly RefusedUse[];
  readonly onClose: () => void;
}

/** More than these are counted: the buttons must stay in sight. */
const LISTED = 6;

/** Taking a refusal back widens trust: what counts again, before it does. */
export function AllowAgainDialog({ refusal, uses, onClose }: AllowAgainDialogProps) {
  const what = refusal.kind === 'key' ? 'this key' : 'this certificate';
  const listed = uses.filter(({ where }) => where !== 'in none of your lists');
  return (
    <Dialog
      title={`No longer refuse ${refusal.kind === 'key' ? 'the key of ' : ''}${refusal.label}?`}
      subtitle={
        refusal.kind === 'key'
          ? 'Certificates of this key are then judged like any other.'
          : 'It is then judged like any other certificate.'
      }
      width={560}
      onClose={onClose}
      footnote="Nothing is sent."
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button
            variant="danger"
            onPress={() => {
              onClose();
              void allowAgain(refusal);
            }}
          >
            No longer refuse {what}
          </Button>
        </>
      }
    >
      {refusal.note === undefined ? null : <p>Your note: {refusal.note}</p>}
      {listed.length === 0 ? (
        <p>Nothing in your trust store uses it: nobody is believed because of this alone.</p>
      ) : (
        <section aria-label="Effect">
          <h3 className={styles['label']}>What counts again, where it is switched on</h3>
          <ul className={styles['effects']}>
            {listed.slice(0, LISTED).map(({ sha256, name, where }) => (
              <li key={sha256}>
                <Icon name="wider" size={14} />
                <span className={styles['host']}>{name}</span>
                <span>{where}</span>
              </li>
            ))}
            {listed.length > LISTED ? (
              <li>
                <Icon name="wider" size={14} />
                <span className={styles['host']}>{listed.length - LISTED} more</span>
                <span />
              </li>
            ) : null}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
