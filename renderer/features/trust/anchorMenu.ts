import type { Asked } from './anchorActor.ts';
import { showCertificate } from './showCertificate.ts';
import { withColons } from '#core/certificate/fingerprint.ts';
import { formatCount } from '#core/format.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { copyText } from '#renderer/ui/clipboard.ts';
import type { MenuEntries, MenuEntry } from '#renderer/ui/Menu.tsx';

/** What can be done with the row, or with all that are chosen. */
export function anchorMenu(chosen: readonly Anchor[], act: (asked: Asked) => void): MenuEntries {
  const [one] = chosen;
  if (one === undefined) return [];
  const custom = chosen.filter(({ source }) => source === 'custom');
  const many = chosen.length === 1 ? '' : ` ${formatCount(chosen.length)}`;
  const enabled = !chosen.every((anchor) => anchor.enabled);
  return [
    ...(chosen.length === 1 ? single(one, act) : []),
    {
      id: 'switch',
      label: `Switch ${enabled ? 'on' : 'off'}${many}`,
      keys: 'Space',
      onAction: () => {
        act({ kind: 'switch', anchors: chosen, enabled });
      },
    },
    'divider',
    {
      id: 'remove',
      label: `Remove${chosen.length === 1 ? '' : ` ${formatCount(custom.length)} custom`}…`,
      icon: 'trash',
      tone: 'danger',
      ...(custom.length > 0 ? {} : { why: 'Roots of the lists are switched off or refused instead.' }),
      onAction: () => {
        act({ kind: 'remove', anchors: custom });
      },
    },
  ];
}

function single(anchor: Anchor, act: (asked: Asked) => void): readonly MenuEntry[] {
  return [
    {
      id: 'show',
      label: 'Show certificate',
      icon: 'certificate',
      onAction: () => void showCertificate(anchor),
    },
    {
      id: 'copy',
      label: 'Copy SHA-256',
      icon: 'copy',
      onAction: () => void copyText(withColons(anchor.sha256)),
    },
    ...(anchor.source === 'custom'
      ? []
      : [
          {
            id: 'limit',
            label: 'Limit to hosts…',
            icon: 'narrower' as const,
            onAction: () => {
              act({ kind: 'limit', anchor });
            },
          },
        ]),
    {
      id: 'refuse',
      label: 'Refuse everywhere…',
      icon: 'ban',
      onAction: () => {
        act({ kind: 'refuse', anchor });
      },
    },
  ];
}
