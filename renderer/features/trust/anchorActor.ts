import type { AnchorAction } from './anchorAction.ts';
import { removeAnchors, switchAnchors, switchSource } from './changeTrust.ts';
import { leavesNothing } from './nothingLeft.ts';
import { twinsOf } from './twins.ts';
import type { AnchorTableState } from './useAnchorTable.ts';
import { formatPlural } from '#core/format.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import type { AnchorSource } from '#core/trust/verdict.ts';
import { selectAnchor, useNavigation } from '#renderer/state/navigation.ts';

/** What the table, its panel and its bar ask for. */
export type Asked =
  | AnchorAction
  | { readonly kind: 'switch-group'; readonly source: AnchorSource; readonly enabled: boolean }
  /** At once, with a way back: the Delete key. */
  | { readonly kind: 'remove-now'; readonly anchors: readonly Anchor[] };

interface ActPowers {
  readonly state: TrustState;
  readonly table: AnchorTableState;
  readonly now: number;
  /** Opens the dialog of an action. */
  readonly onAsk: (action: AnchorAction) => void;
}

/** Does what is asked at once, or asks first: where it widens, or where nobody would be trusted any more. */
export function anchorActor({ state, table, now, onAsk }: ActPowers): (asked: Asked) => void {
  const switchOff = (anchors: readonly Anchor[], what: string): void => {
    const run = (): void => void switchAnchors(anchors, false);
    const sha256s = new Set(anchors.map(({ sha256 }) => sha256));
    if (leavesNothing(state, { sha256s }, now)) onAsk({ kind: 'leave-nothing', what, run });
    else run();
  };
  const switchGroup = (source: AnchorSource, enabled: boolean): void => {
    if (source === 'custom') {
      const custom = state.anchors.filter((anchor) => anchor.source === 'custom');
      if (enabled) onAsk({ kind: 'switch-on', anchors: custom });
      else switchOff(custom, 'all custom ones');
      return;
    }
    const run = (): void => void switchSource(source, enabled);
    if (!enabled && leavesNothing(state, { source }, now))
      onAsk({ kind: 'leave-nothing', what: `the ${source} list`, run });
    else run();
  };
  return (asked) => {
    switch (asked.kind) {
      case 'switch':
        if (asked.enabled) void switchAnchors(asked.anchors, true);
        else switchOff(asked.anchors, namesOf(asked.anchors));
        return;
      case 'switch-group':
        switchGroup(asked.source, asked.enabled);
        return;
      case 'remove-now': {
        // A list that has it too would count again, for every host: that is asked first.
        if (twinsOf(asked.anchors, state).length > 0) onAsk({ kind: 'remove', anchors: asked.anchors });
        else {
          moveCursorPast(asked.anchors, table);
          void removeAnchors(asked.anchors);
        }
        return;
      }
      default:
        onAsk(asked);
    }
  };
}

function namesOf(anchors: readonly Anchor[]): string {
  const [first] = anchors;
  return anchors.length === 1 && first !== undefined
    ? first.label
    : formatPlural(anchors.length, 'authority', 'authorities');
}

/** The cursor goes to the row that takes the place of what is removed. */
function moveCursorPast(removed: readonly Anchor[], { order, onSelect, anchorOf }: AnchorTableState): void {
  const gone = new Set(removed.map(({ sha256 }) => `custom:${sha256}`));
  const last = order.findLastIndex((key) => gone.has(key));
  const next = order.slice(last + 1).find((key) => !gone.has(key)) ?? order.findLast((key) => !gone.has(key));
  const anchor = next === undefined ? undefined : anchorOf(next)?.anchor;
  if (next === undefined || anchor === undefined) return;
  onSelect({ ids: new Set([next]), anchor: next, cursor: next });
  // An open panel goes along; a closed one stays closed.
  if (useNavigation.getState().anchor !== undefined) selectAnchor(anchor.sha256);
}
