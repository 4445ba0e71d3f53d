import { useEffect, useMemo, useState } from 'react';
import { anchorGroups, prepareSearch } from './anchorGroups.ts';
import { anchorRows, rowKey, type AnchorRow, type TrustRow } from './anchorRows.ts';
import { nextSort, sortGroups, type AnchorColumn, type AnchorSort } from './anchorSort.ts';
import { useEffectiveHost } from './effectiveHost.ts';
import { hostEffects, hostRank, notValidNow, type HostEffect } from './effectiveWords.ts';
import type { Anchor, TrustState } from '#core/trust/anchor.ts';
import { parseAnchorQuery, type AnchorSubject } from '#core/trust/anchorQuery.ts';
import { nothingSelected, type Selection } from '#renderer/ui/selection.ts';

/** The table of anchors as it is looked at: what is shown, in which order, and what is chosen of it. */
export interface AnchorTableState {
  readonly rows: readonly TrustRow[];
  /** Keys of the anchor rows, in their order. */
  readonly order: readonly string[];
  /** Every anchor that is shown. */
  readonly shown: readonly Anchor[];
  /** What is chosen and shown: a filter keeps the rest chosen, but nothing is done to what cannot be seen. */
  readonly chosen: readonly Anchor[];
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly sort: AnchorSort | undefined;
  readonly onSort: (column: AnchorColumn) => void;
  readonly host: { readonly name: string; readonly effect: (row: AnchorRow) => HostEffect } | undefined;
  readonly problems: readonly string[];
  /** Row of an anchor by its key, also when it is not shown. */
  readonly anchorOf: (key: string) => AnchorSubject | undefined;
}

export function useAnchorTable(state: TrustState, filter: string, now: number): AnchorTableState {
  const [sort, setSort] = useState<AnchorSort>();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const answer = useEffectiveHost((host) => host.answer);
  const only = useEffectiveHost((host) => host.only);
  const preview = answer.status === 'ready' ? answer.preview : undefined;
  const host = useMemo(
    () =>
      preview === undefined ? undefined : { name: preview.host, effect: hostEffects(preview, notValidNow(state, now)) },
    [preview, state, now],
  );
  const groups = useMemo(() => anchorGroups(state, now), [state, now]);
  useEffect(() => prepareSearch(groups), [groups]);
  const byKey = useMemo(
    () => new Map(groups.flatMap(({ subjects }) => subjects.map((subject) => [rowKey(subject.anchor), subject]))),
    [groups],
  );
  const order = sort?.column === 'host' && host === undefined ? undefined : sort;
  const sorted = useMemo(
    () => sortGroups(groups, order, (subject) => (host === undefined ? 0 : hostRank(host.effect(subject)))),
    [groups, order, host],
  );
  const query = useMemo(() => parseAnchorQuery(filter, now), [filter, now]);
  const rows = useMemo(() => {
    const isLookedFor = query.isEmpty ? undefined : query.matches;
    if (host === undefined || !only) return anchorRows(sorted, isLookedFor);
    return anchorRows(sorted, (subject) => isLookedFor?.(subject) !== false && host.effect(subject).counts);
  }, [sorted, query, host, only]);
  const shown = useMemo(() => rows.filter((row) => row.kind === 'anchor'), [rows]);
  return {
    rows,
    order: useMemo(() => shown.map(({ key }) => key), [shown]),
    shown: useMemo(() => shown.map(({ anchor }) => anchor), [shown]),
    chosen: useMemo(
      () => shown.filter(({ key }) => selection.ids.has(key)).map(({ anchor }) => anchor),
      [shown, selection.ids],
    ),
    selection,
    onSelect: setSelection,
    sort: order,
    onSort: (column) => {
      setSort(nextSort(sort, column));
    },
    host,
    problems: query.problems,
    anchorOf: (key) => byKey.get(key),
  };
}
