import type { ReactElement, ReactNode } from 'react';
import { Dialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Overlay.module.css';

interface PopoverProps {
  /** Accessible name. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

/** A small surface beside the button that opened it. Esc and a click elsewhere close it. */
export function Popover({ label, trigger, children }: PopoverProps) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={classes(styles['popover'])} offset={6}>
        <Dialog aria-label={label} className={classes(styles['body'])}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
