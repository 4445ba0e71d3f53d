import { exportAll, exportSelection, trustFormats } from './exportTrust.ts';
import { formatCount } from '#core/format.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Menu, type MenuEntries } from '#renderer/ui/Menu.tsx';

interface ExportMenuProps {
  /** What would be exported: those that are selected, or all that are shown. */
  readonly anchors: readonly Anchor[];
  readonly what: 'selected' | 'shown';
  /** 'all': also the whole store as one file. */
  readonly extent: 'selection' | 'all';
  readonly size?: 'normal' | 'small';
}

/** Authorities as files that other programs read; and everything that was decided, as one file for another Wireglass. */
export function ExportMenu({ anchors, what, extent, size = 'normal' }: ExportMenuProps) {
  const sha256s = [...new Set(anchors.map(({ sha256 }) => sha256))];
  const selection = trustFormats.map(({ id, label }) => ({
    id,
    label: `${formatCount(sha256s.length)} ${what} as ${label}…`,
    ...(sha256s.length === 0 ? { why: 'None is shown.' } : {}),
    onAction: () => void exportSelection(sha256s, id),
  }));
  const entries: MenuEntries =
    extent === 'selection'
      ? selection
      : [
          ...selection,
          'divider',
          { id: 'all', label: 'Whole trust store as one file…', icon: 'trust', onAction: () => void exportAll() },
        ];
  return (
    <Menu
      label="Export"
      entries={entries}
      trigger={
        <Button icon="export" size={size}>
          Export…
        </Button>
      }
    />
  );
}
