import type { KeyboardEvent } from 'react';
import type { Asked } from './anchorActor.ts';
import type { AnchorTableState } from './useAnchorTable.ts';
import { selectAnchor, useNavigation } from '#renderer/state/navigation.ts';

/** The keys that act on what is chosen: Space switches, Delete removes, Enter goes to the panel, Esc closes. True when it was used. */
export function keyOn(event: KeyboardEvent, table: AnchorTableState, act: (asked: Asked) => void): boolean {
  const { chosen, selection, anchorOf, onSelect } = table;
  const cursor = selection.cursor === undefined ? undefined : anchorOf(selection.cursor)?.anchor;
  switch (event.key) {
    case ' ': {
      if (chosen.length === 0) return false;
      act({ kind: 'switch', anchors: chosen, enabled: !chosen.every(({ enabled }) => enabled) });
      return true;
    }
    case 'Delete': {
      const custom = chosen.filter(({ source }) => source === 'custom');
      if (custom.length === 0) return false;
      act({ kind: 'remove-now', anchors: custom });
      return true;
    }
    case 'Enter':
      if (cursor === undefined) return false;
      selectAnchor(cursor.sha256);
      // It is drawn in a moment.
      requestAnimationFrame(() => document.getElementById('anchor-panel')?.focus());
      return true;
    case 'Escape':
      if (chosen.length > 1 && selection.cursor !== undefined)
        onSelect({ ...selection, ids: new Set([selection.cursor]) });
      else if (useNavigation.getState().anchor !== undefined) selectAnchor(undefined);
      else return false;
      return true;
    default:
      return false;
  }
}
