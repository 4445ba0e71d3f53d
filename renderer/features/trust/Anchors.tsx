import { useMemo, useState } from 'react';
import { AnchorPanel } from './AnchorPanel.tsx';
import { anchorRows } from './anchorRows.ts';
import { AnchorTable } from './AnchorTable.tsx';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { selectAnchor, useNavigation } from '#renderer/state/navigation.ts';
import styles from './TrustPage.module.css';

interface AnchorsProps {
  readonly state: TrustState;
  readonly filter: string;
  readonly onClear: () => void;
}

/** The table of every anchor, and beside it the one that is chosen. */
export function Anchors({ state, filter, onClear }: AnchorsProps) {
  const wanted = useNavigation((navigation) => navigation.anchor);
  // The same certificate can be custom, system and bundled at once: which of its rows was meant is known here alone.
  const [source, setSource] = useState<Anchor['source']>();
  const [now] = useState(() => Date.now());
  const rows = useMemo(() => anchorRows(state, filter, now), [state, filter, now]);
  const named = state.anchors.filter((anchor) => anchor.sha256 === wanted);
  const selected = named.find((anchor) => anchor.source === source) ?? named[0];
  const select = (anchor: Anchor | undefined): void => {
    setSource(anchor?.source);
    selectAnchor(anchor?.sha256);
  };
  return (
    <div className={styles['split']}>
      <AnchorTable rows={rows} selected={selected} onSelect={select} filter={filter} onClear={onClear} now={now} />
      {selected === undefined ? null : (
        <AnchorPanel
          key={`${selected.source}:${selected.sha256}`}
          anchor={selected}
          revision={state.revision}
          now={now}
          onClose={() => {
            select(undefined);
          }}
        />
      )}
    </div>
  );
}
