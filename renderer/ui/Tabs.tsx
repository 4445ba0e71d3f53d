import type { ReactNode } from 'react';
import {
  Tab as AriaTab,
  TabList as AriaTabList,
  TabPanel as AriaTabPanel,
  Tabs as AriaTabs,
} from 'react-aria-components';
import { classes } from './classes.ts';
import styles from './Tabs.module.css';

interface TabsProps {
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** Pages of which one is shown. Arrows move, Home and End jump. */
export function Tabs({ selected, onSelect, children, className }: TabsProps) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        onSelect(String(key));
      }}
      className={classes(styles['tabs'], className)}
    >
      {children}
    </AriaTabs>
  );
}

interface TabListProps {
  /** Accessible name. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** The row of tabs. Takes the height of what it stands in. */
export function TabList({ label, children, className }: TabListProps) {
  return (
    <AriaTabList aria-label={label} className={classes(styles['list'], className)}>
      {children}
    </AriaTabList>
  );
}

interface TabProps {
  readonly id: string;
  /** Stands behind the word, muted. */
  readonly count?: number | string | undefined;
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
}

export function Tab({ id, count, children, isDisabled = false }: TabProps) {
  return (
    <AriaTab id={id} isDisabled={isDisabled} className={classes(styles['tab'])}>
      {children}
      {count === undefined ? null : <span className={styles['count']}>{count}</span>}
    </AriaTab>
  );
}

interface TabPanelProps {
  readonly id: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** What a tab shows. Fills the rest of its container and scrolls. */
export function TabPanel({ id, children, className }: TabPanelProps) {
  return (
    <AriaTabPanel id={id} className={classes(styles['panel'], className)}>
      {children}
    </AriaTabPanel>
  );
}
