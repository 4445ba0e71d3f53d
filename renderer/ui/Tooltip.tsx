import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger, type TooltipProps as AriaTooltipProps } from 'react-aria-components';
import { classes } from './classes.ts';
import { Kbd } from './Kbd.tsx';
import styles from './Tooltip.module.css';

interface TooltipProps {
  readonly text: string;
  /** Keys that do the same, e.g. 'Ctrl T'. */
  readonly keys?: string | undefined;
  readonly placement?: NonNullable<AriaTooltipProps['placement']>;
  /** The control it belongs to; it must take focus. */
  readonly children: ReactNode;
}

/** A tip for one control, on hover and on keyboard focus. Never the only place where something is said. */
export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className={classes(styles['tip'])} placement={placement} offset={6}>
        {text}
        {keys === undefined ? null : <Kbd keys={keys} />}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
