import { exportAll, exportSelection, trustFormats } from './exportTrust.ts';
import { formatCount } from '#core/format.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Menu, type MenuEntries } from '#renderer/ui/Menu.tsx';

interface ExportMenuProps {
  /** What would be exported: those that are selected, or all that are shown. */
  readonly anchors: readonly Anchor[];
  readonly what: 'selected' | 'shown';
  /** Asked for a trust file to be compared and taken over; with it the menu also has the whole store. */
  readonly onImportTrust?: () => void;
  readonly size?: 'normal' | 'small';
}

/** Authorities as files that other programs read; and everything that was decided, as one file for another Wireglass. */
export function ExportMenu({ anchors, what, onImportTrust, size = 'normal' }: ExportMenuProps) {
  const sha256s = [...new Set(anchors.map(({ sha256 }) => sha256))];
  const selection = trustFormats.map(({ id, label }) => ({
    id,
    label: `${formatCount(sha256s.length)} ${what} as ${label}…`,
    ...(sha256s.length === 0 ? { why: 'None is shown.' } : {}),
    onAction: () => void exportSelection(sha256s, id),
  }));
  const entries: MenuEntries =
    onImportTrust === undefined
      ? selection
      : [
          ...selection,
          'divider',
          { id: 'all', label: 'Whole trust store as one file…', icon: 'trust', onAction: () => void exportAll() },
          { id: 'import', label: 'Import trust file…', icon: 'import', onAction: onImportTrust },
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
