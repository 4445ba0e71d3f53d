import { useState } from 'react';
import type { Asked } from './DecisionDialog.tsx';
import type { Refused } from './refused.ts';
import { UncheckedDialog } from './UncheckedDialog.tsx';
import { uncheckedParts } from './uncheckedParts.ts';
import { curlCommand } from '#core/diagnose/command.ts';
import { requestOf, useExchanges } from '#renderer/state/exchange.ts';
import { notify } from '#renderer/state/notice.ts';
import { copyText } from '#renderer/ui/clipboard.ts';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';

interface MoreMenuProps {
  readonly refused: Refused;
  readonly draftId: string;
  readonly onAsk: (asked: Asked) => void;
}

/** What is seldom wanted about a refusal. Sending unchecked stands here and nowhere else: never beside the good ways. */
export function MoreMenu({ refused, draftId, onAsk }: MoreMenuProps) {
  const [isSending, setSending] = useState(false);
  const draft = useExchanges(({ drafts }) => drafts.find(({ id }) => id === draftId));
  const parts = draft === undefined ? undefined : uncheckedParts(requestOf(draft));
  return (
    <>
      <Menu
        label="More about this refusal"
        entries={[
          {
            id: 'curl',
            label: 'Copy curl command',
            icon: 'copy',
            onAction: () => void copyCurl(refused),
          },
          'divider',
          {
            id: 'refuse',
            label: 'Refuse this certificate everywhere…',
            icon: 'ban',
            onAction: () => {
              onAsk({ kind: 'refuse' });
            },
          },
          {
            id: 'unchecked',
            label: 'Send once, unchecked…',
            icon: 'send',
            tone: 'danger',
            why: whyNot(refused, parts !== undefined),
            onAction: () => {
              setSending(true);
            },
          },
        ]}
        trigger={<IconButton icon="more" label="More" variant="default" />}
      />
      {isSending && parts !== undefined ? (
        <UncheckedDialog
          draftId={draftId}
          parts={parts}
          onClose={() => {
            setSending(false);
          }}
        />
      ) : null}
    </>
  );
}

function whyNot({ findings }: Refused, isSendable: boolean): string | undefined {
  if (findings.some(({ finding }) => finding.kind === 'distrusted')) {
    return 'You refused a certificate of this chain yourself: nothing is sent past that.';
  }
  return isSendable ? undefined : 'The address is no https address any more.';
}

async function copyCurl({ host, port }: Refused): Promise<void> {
  const copied = await copyText(curlCommand(host, port));
  notify(copied ? 'The curl command is on the clipboard' : 'It could not be copied');
}
