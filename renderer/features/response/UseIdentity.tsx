import { patternFor } from '#core/trust/pattern.ts';
import { send } from '#renderer/state/exchange.ts';
import { openTrustDialog } from '#renderer/state/trustDialogs.ts';
import { Button } from '#renderer/ui/Button.tsx';
import styles from './WhatHappenedTab.module.css';

interface UseIdentityProps {
  readonly asked: { readonly host: string; readonly port: number };
  /** A sentence about the one that was added; undefined until one was. */
  readonly told: string | undefined;
  readonly onTold: (words: string) => void;
}

/** Adds a client certificate for exactly this server; then the one thing left to do. */
export function UseIdentity({ asked, told, onTold }: UseIdentityProps) {
  if (told === undefined) {
    return (
      <Button
        icon="identity"
        onPress={() => {
          openTrustDialog({ kind: 'identity', hosts: [patternFor(asked.host, asked.port)], onDone: onTold });
        }}
      >
        Use a client certificate…
      </Button>
    );
  }
  return (
    <div className={styles['told']} role="status">
      <span>{told}</span>
      <Button variant="primary" icon="send" autoFocus onPress={() => void send()}>
        Send again
      </Button>
    </div>
  );
}
