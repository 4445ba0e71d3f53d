import { useRef, type ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { classes } from './classes.ts';
import { Icon, type IconName } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Overlay.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly keys?: string;
  readonly tone?: 'danger';
  /** Why it cannot be chosen now; shown below its name. */
  readonly why?: string | undefined;
  readonly onAction: () => void;
}

/** Entries in their order; 'divider' draws a line. */
export type MenuEntries = readonly (MenuEntry | 'divider')[];

interface MenuProps {
  /** Accessible name. */
  readonly label: string;
  readonly entries: MenuEntries;
  /** The button that opens it. */
  readonly trigger: ReactElement;
}

/** A button's menu. */
export function Menu({ label, entries, trigger }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={classes(styles['popover'])} offset={4}>
        <Entries label={label} entries={entries} />
      </Popover>
    </MenuTrigger>
  );
}

interface ContextMenuProps {
  readonly label: string;
  readonly entries: MenuEntries;
  /** Where the pointer was, in window coordinates. */
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** The same menu where the pointer is. Mounted = open. */
export function ContextMenu({ label, entries, at, onClose }: ContextMenuProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={anchor} className={styles['anchor']} style={{ left: at.x, top: at.y }} />
      <Popover
        isOpen
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
        triggerRef={anchor}
        placement="bottom start"
        offset={2}
        className={classes(styles['popover'])}
      >
        <Entries label={label} entries={entries} onClose={onClose} />
      </Popover>
    </>
  );
}

function Entries({
  label,
  entries,
  onClose,
}: Pick<MenuProps, 'label' | 'entries'> & { readonly onClose?: () => void }) {
  const hasIcons = entries.some((entry) => entry !== 'divider' && entry.icon !== undefined);
  return (
    <AriaMenu
      aria-label={label}
      className={classes(styles['list'])}
      autoFocus="first"
      {...(onClose ? { onClose } : {})}
    >
      {entries.map((entry, index) =>
        entry === 'divider' ? (
          // A divider has no identity of its own: its place is its key.
          <Separator key={`divider-${String(index)}`} className={classes(styles['divider'])} />
        ) : (
          <MenuItem
            key={entry.id}
            id={entry.id}
            textValue={entry.label}
            isDisabled={entry.why !== undefined}
            onAction={entry.onAction}
            className={classes(styles['item'], entry.tone === 'danger' && styles['danger'])}
          >
            {entry.icon !== undefined ? <Icon name={entry.icon} size={14} /> : null}
            {entry.icon === undefined && hasIcons ? <span className={styles['noIcon']} /> : null}
            <span className={styles['itemLabel']}>{entry.label}</span>
            {entry.keys === undefined ? null : <Kbd keys={entry.keys} />}
            {entry.why === undefined ? null : <span className={styles['why']}>{entry.why}</span>}
          </MenuItem>
        ),
      )}
    </AriaMenu>
  );
}
