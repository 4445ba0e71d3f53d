import { useEffect, useState } from 'react';
import type { AnchorAction } from './anchorAction.ts';
import { anchorActor } from './anchorActor.ts';
import { AnchorDialogs } from './AnchorDialogs.tsx';
import { anchorMenu } from './anchorMenu.ts';
import { AnchorPanel } from './AnchorPanel.tsx';
import { rowKey } from './anchorRows.ts';
import { AnchorTable } from './AnchorTable.tsx';
import { EffectiveBar } from './EffectiveBar.tsx';
import { NothingFound } from './NothingFound.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { keyOn } from './tableKeys.ts';
import type { AnchorTableState } from './useAnchorTable.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import { selectAnchor, useNavigation } from '#renderer/state/navigation.ts';
import { ContextMenu } from '#renderer/ui/Menu.tsx';
import type { Selection, SelectMode } from '#renderer/ui/selection.ts';
import styles from './TrustPage.module.css';

interface AnchorsProps {
  readonly state: TrustState;
  readonly table: AnchorTableState;
  readonly filter: string;
  readonly onClear: () => void;
  readonly onImport: () => void;
  readonly now: number;
}

/** What would count for a host; the table of every anchor; and beside it the one that is chosen. */
export function Anchors({ state, table, filter, onClear, onImport, now }: AnchorsProps) {
  const [action, setAction] = useState<AnchorAction>();
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number }>();
  const act = anchorActor({ state, table, now, onAsk: setAction });
  const opened = useOpened(state, table);
  const select = (selection: Selection, mode: SelectMode | 'all'): void => {
    table.onSelect(selection);
    const anchor = selection.cursor === undefined ? undefined : table.anchorOf(selection.cursor)?.anchor;
    // Choosing one opens it; choosing several only takes along a panel that is open.
    if (anchor !== undefined && (mode === 'only' || opened !== undefined)) selectAnchor(anchor.sha256);
  };
  const selectNone = (): void => {
    table.onSelect({ ...table.selection, ids: new Set() });
  };
  return (
    <>
      <EffectiveBar state={state} now={now} />
      <div className={styles['split']}>
        <div className={styles['list']}>
          {table.rows.length === 0 ? (
            <NothingFound filter={filter} onClear={onClear} />
          ) : (
            <AnchorTable
              rows={table.rows}
              order={table.order}
              selection={table.selection}
              onSelect={select}
              sort={table.sort}
              onSort={table.onSort}
              host={table.host}
              onSwitch={({ anchor }, enabled) => {
                act({ kind: 'switch', anchors: [anchor], enabled });
              }}
              onSwitchGroup={(source, enabled) => {
                act({ kind: 'switch-group', source, enabled });
              }}
              onImport={onImport}
              onMenu={setMenuAt}
              onKey={(event) => keyOn(event, table, act)}
              now={now}
            />
          )}
          {table.chosen.length < 2 ? null : <SelectionBar anchors={table.chosen} onAction={act} onClear={selectNone} />}
        </div>
        {opened === undefined ? null : (
          <AnchorPanel
            key={rowKey(opened.anchor)}
            anchor={opened.anchor}
            anchorState={opened.state}
            hasCustom={table.anchorOf(rowKey({ ...opened.anchor, source: 'custom' })) !== undefined}
            revision={state.revision}
            now={now}
            onAction={act}
            onClose={() => {
              selectAnchor(undefined);
              document.getElementById('anchors')?.focus();
            }}
          />
        )}
      </div>
      {menuAt === undefined || table.chosen.length === 0 ? null : (
        <ContextMenu
          label="Authority"
          at={menuAt}
          onClose={() => {
            setMenuAt(undefined);
          }}
          entries={anchorMenu(table.chosen, act)}
        />
      )}
      <AnchorDialogs
        action={action}
        state={state}
        now={now}
        onClose={() => {
          setAction(undefined);
        }}
      />
    </>
  );
}

/** The anchor whose panel is open: the row with the cursor, or, when another place named it, the first row of that certificate. */
function useOpened(state: TrustState, { selection, anchorOf, onSelect }: AnchorTableState) {
  const wanted = useNavigation((navigation) => navigation.anchor);
  const cursor = selection.cursor === undefined ? undefined : anchorOf(selection.cursor);
  const named = wanted === undefined ? undefined : state.anchors.find(({ sha256 }) => sha256 === wanted);
  const opened = cursor?.anchor.sha256 === wanted ? cursor : named === undefined ? undefined : anchorOf(rowKey(named));
  const key = opened === undefined ? undefined : rowKey(opened.anchor);
  useEffect(() => {
    if (key !== undefined && key !== selection.cursor) onSelect({ ids: new Set([key]), anchor: key, cursor: key });
  }, [key, selection.cursor, onSelect]);
  return wanted === undefined ? undefined : opened;
}
