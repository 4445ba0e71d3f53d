import { useEffect, useRef, useState } from 'react';
import { selectShownId, useExchanges } from '#renderer/state/exchange.ts';
import { nothingSelected, withoutGone, type Selection } from '#renderer/ui/selection.ts';

/** The chosen entries: what is open in the window until something else is chosen, and only what still exists. */
export function useSelection(order: readonly string[]): readonly [Selection, (selection: Selection) => void] {
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const shownId = useExchanges(selectShownId);
  const before = useRef(order);
  useEffect(() => {
    setSelection((current) => withoutGone(current, before.current, order));
    before.current = order;
  }, [order]);
  useEffect(() => {
    if (shownId !== undefined) {
      setSelection((current) =>
        current.ids.has(shownId) ? current : { ids: new Set([shownId]), anchor: shownId, cursor: shownId },
      );
    }
  }, [shownId]);
  return [selection, setSelection];
}
