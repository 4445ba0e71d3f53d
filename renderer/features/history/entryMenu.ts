import type { HistoryEntry } from '#core/history/entry.ts';
import { methodToSend } from '#renderer/state/draft.ts';
import { openDraft } from '#renderer/state/exchange.ts';
import { inspectEntry } from '#renderer/state/inspectExchange.ts';
import { removeEntries } from '#renderer/state/history.ts';
import { goTo } from '#renderer/state/navigation.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { copyText } from '#renderer/ui/clipboard.ts';
import { formatCount } from '#core/format.ts';
import type { MenuEntries } from '#renderer/ui/Menu.tsx';
import type { Selection } from '#renderer/ui/selection.ts';

/** What can be done with the chosen exchanges; some of it only with one. */
export function entryMenu(
  entries: readonly HistoryEntry[],
  selection: Selection,
  onExport: (ids: readonly string[]) => void,
): MenuEntries {
  const ids = [...selection.ids];
  const one = ids.length === 1 ? entries.find((entry) => entry.id === ids[0]) : undefined;
  const number = ids.length > 1 ? ` ${formatCount(ids.length)} exchanges` : '';
  return [
    ...(one === undefined
      ? []
      : [
          { id: 'open', label: 'Open', keys: 'Enter', onAction: () => void openEntry(one.id) },
          {
            id: 'new',
            label: 'New request to this address',
            onAction: () => {
              openDraft({ method: methodToSend(one.method), url: one.url });
              goTo('requests');
            },
          },
          {
            id: 'inspect',
            label: 'Inspect its certificates',
            icon: 'inspect' as const,
            ...(one.url.startsWith('https:') ? {} : { why: 'It was not encrypted.' }),
            onAction: () => void inspectEntry(one.id),
          },
          { id: 'copy', label: 'Copy address', icon: 'copy' as const, onAction: () => void copyText(one.url) },
          'divider' as const,
        ]),
    {
      id: 'export',
      label: `Export${number}…`,
      icon: 'export',
      onAction: () => {
        onExport(ids);
      },
    },
    {
      id: 'delete',
      label: `Delete${number}`,
      icon: 'trash',
      keys: 'Delete',
      tone: 'danger',
      onAction: () => void removeEntries(ids),
    },
  ];
}
