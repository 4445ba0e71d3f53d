import type { ReactNode } from 'react';
import type { AnchorAction } from './anchorAction.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import type { AnchorState } from '#core/trust/anchorState.ts';
import { unreachable } from '#core/result.ts';
import { showTrustTab } from '#renderer/state/navigation.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Switch } from '#renderer/ui/Switch.tsx';
import styles from './AnchorPanel.module.css';

interface ListedAnchorProps {
  /** A root of the system or of Mozilla. */
  readonly anchor: Anchor;
  readonly anchorState: AnchorState;
  readonly hasCustom: boolean;
  readonly below: ReactNode;
  readonly show: ReactNode;
  readonly onAction: (action: AnchorAction) => void;
}

/** A root of the lists: it cannot be changed, but switched off, limited to hosts, or refused wherever it appears. */
export function ListedAnchor({ anchor, anchorState, hasCustom, below, show, onAction }: ListedAnchorProps) {
  return (
    <>
      <div className={styles['body']}>
        <section>
          <h3 className={styles['label']}>Trusted for</h3>
          <p className={styles['words']}>{stateWords(anchor, anchorState, hasCustom)}</p>
          {anchorState === 'refused' ? (
            <p className={styles['help']}>
              <LinkButton
                onPress={() => {
                  showTrustTab('refused');
                }}
              >
                See what you refuse
              </LinkButton>
            </p>
          ) : (
            <Switch
              label="Counts as an authority"
              className={styles['switch']}
              isSelected={anchor.enabled}
              onChange={(enabled) => {
                onAction({ kind: 'switch', anchors: [anchor], enabled });
              }}
            />
          )}
        </section>
        {anchorState === 'refused' ? null : (
          <section>
            <h3 className={styles['label']}>Narrower</h3>
            <div className={styles['ways']}>
              <Button
                size="small"
                isDisabled={hasCustom}
                why="You limit it already: it stands among the custom ones."
                onPress={() => {
                  onAction({ kind: 'limit', anchor });
                }}
              >
                Limit to hosts…
              </Button>
              <Button
                size="small"
                onPress={() => {
                  onAction({ kind: 'refuse', anchor });
                }}
              >
                Refuse everywhere…
              </Button>
            </div>
            <p className={styles['help']}>Limited, it counts for the hosts you name only, whatever the lists say.</p>
          </section>
        )}
        {below}
      </div>
      <footer className={styles['foot']}>{show}</footer>
    </>
  );
}

function stateWords({ source }: Anchor, state: AnchorState, hasCustom: boolean): string {
  const list = source === 'system' ? 'system' : 'bundled';
  if (hasCustom && state === 'on') return 'What you said about it among the custom ones counts.';
  switch (state) {
    case 'on':
      return `Every host, while the ${list} list is on.`;
    case 'off':
      return 'No host: you switched it off, in every list.';
    case 'source-off':
      return `No host: the ${list} list is off.`;
    case 'refused':
      return 'No host: you refuse it wherever it appears.';
    case 'ended':
      return 'No host: trust in it has ended.';
    default:
      return unreachable(state);
  }
}
