import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { classes } from './classes.ts';
import { Glyph } from './Glyph.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** 'unchecked' is hatched: only for sending without checking. */
  readonly tone?: 'plain' | 'unchecked';
  /** Pixels; never wider than the window. */
  readonly width?: 440 | 560 | 696 | 900;
  /** Left side of the footer: what the decision does not do, or counts. */
  readonly footnote?: ReactNode;
  /** Buttons, the default one last. Without buttons there is no footer. */
  readonly actions?: ReactNode;
  /** Esc, the cross, Cancel. */
  readonly onClose: () => void;
  /** 'alert' for questions that must be answered; then Esc still means no. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children?: ReactNode;
}

/**
 * A modal question. Mounted = open. Focus goes to the element with `autoFocus`, else to the dialog; it stays inside and
 * returns to where it was. A click beside it does nothing: what was typed is not lost by a slip.
 */
export function Dialog({
  title,
  subtitle,
  tone = 'plain',
  width = 696,
  footnote,
  actions,
  onClose,
  ...props
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen
      isDismissable={false}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className={classes(styles['scrim'])}
    >
      <Modal className={classes(styles['modal'], styles[`w${String(width)}`])}>
        <AriaDialog role={props.role ?? 'dialog'} className={classes(styles['dialog'])}>
          <header className={classes(styles['head'], tone === 'unchecked' && styles['hatch'])}>
            {tone === 'unchecked' ? <Glyph kind="unchecked" size={20} name="hidden" /> : null}
            <div className={styles['titles']}>
              <Heading slot="title" level={2} className={classes(styles['title'])}>
                {title}
              </Heading>
              {subtitle === undefined ? null : <p className={styles['subtitle']}>{subtitle}</p>}
            </div>
            {tone === 'plain' ? <IconButton icon="close" label="Close" onPress={onClose} /> : null}
          </header>
          <div className={styles['body']}>{props.children}</div>
          {actions === undefined ? null : (
            <footer className={styles['foot']}>
              <span className={styles['footnote']}>{footnote}</span>
              {actions}
            </footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
