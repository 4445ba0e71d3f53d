import type { AnchorAction } from './anchorAction.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { formatCount } from '#core/format.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import styles from './SelectionBar.module.css';

interface SelectionBarProps {
  /** Two or more. */
  readonly anchors: readonly Anchor[];
  readonly onAction: (action: AnchorAction) => void;
  readonly onClear: () => void;
}

/** What can be done with several anchors at once. Only custom ones can be removed; the others are counted out. */
export function SelectionBar({ anchors, onAction, onClear }: SelectionBarProps) {
  const custom = anchors.filter(({ source }) => source === 'custom');
  const on = anchors.filter(({ enabled }) => enabled).length;
  const removing = custom.length === anchors.length ? '' : ` ${formatCount(custom.length)} custom`;
  return (
    <section className={styles['bar']} aria-label="Selected authorities">
      <span className={styles['count']} role="status">
        {formatCount(anchors.length)} selected
      </span>
      <Button
        size="small"
        isDisabled={on === anchors.length}
        why="All of them are on."
        onPress={() => {
          onAction({ kind: 'switch', anchors, enabled: true });
        }}
      >
        Switch on
      </Button>
      <Button
        size="small"
        isDisabled={on === 0}
        why="All of them are off."
        onPress={() => {
          onAction({ kind: 'switch', anchors, enabled: false });
        }}
      >
        Switch off
      </Button>
      <ExportMenu anchors={anchors} what="selected" size="small" />
      <Button
        size="small"
        variant="danger"
        isDisabled={custom.length === 0}
        why="Roots of the lists cannot be removed: switch them off, or refuse them."
        onPress={() => {
          onAction({ kind: 'remove', anchors: custom });
        }}
      >
        Remove{removing}…
      </Button>
      <IconButton
        icon="close"
        label="Select none"
        keys="Esc"
        size="small"
        onPress={onClear}
        className={styles['clear']}
      />
    </section>
  );
}
