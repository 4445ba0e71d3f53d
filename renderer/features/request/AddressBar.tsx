import { cancel, send } from '#renderer/state/exchange.ts';
import type { Draft } from '#renderer/state/draft.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Kbd } from '#renderer/ui/Kbd.tsx';
import { AddressField } from './AddressField.tsx';
import { MethodField } from './MethodField.tsx';
import { padlockFor } from './padlockFor.ts';
import { VerdictStrip } from './VerdictStrip.tsx';
import styles from './AddressBar.module.css';

/** Address and verdict in one frame, and the button that sends. */
export function AddressBar({ draft }: { readonly draft: Draft }) {
  const isRunning = draft.run.status === 'running';
  const tone = padlockFor(draft, Date.now()).glyph;
  return (
    <section className={styles['bar']} aria-label="Request" data-pane="address">
      <div className={classes(styles['card'], styles[tone])}>
        <div className={styles['row']}>
          <MethodField draft={draft} />
          <AddressField draft={draft} />
        </div>
        <VerdictStrip draft={draft} />
      </div>
      {isRunning ? (
        <Button
          size="large"
          className={styles['send']}
          onPress={() => {
            void cancel(draft.id);
          }}
        >
          Cancel
          <Kbd keys="Esc" />
        </Button>
      ) : (
        <Button
          variant="primary"
          size="large"
          className={styles['send']}
          isDisabled={draft.url.trim() === ''}
          why="Type an address first"
          onPress={() => {
            void send(draft.id);
          }}
        >
          Send
          <Kbd keys="Ctrl Enter" />
        </Button>
      )}
    </section>
  );
}
