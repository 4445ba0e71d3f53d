import { useEffect, useRef, type KeyboardEvent } from 'react';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { IconButton } from '#renderer/ui/IconButton.tsx';
import { activate, closeDraft, openDraft, useExchanges } from '#renderer/state/exchange.ts';
import type { Draft } from '#renderer/state/draft.ts';
import { goTo } from '#renderer/state/navigation.ts';
import { padlockFor, padlockGlyphs } from './padlockFor.ts';
import { pathLabel } from './pathLabel.ts';
import styles from './DraftTabs.module.css';

/** The open requests. Arrows move, Delete closes. */
export function DraftTabs() {
  const { drafts, activeId } = useExchanges();
  const list = useRef<HTMLDivElement>(null);

  const keyDown = (event: KeyboardEvent): void => {
    const index = drafts.findIndex((draft) => draft.id === activeId);
    const target =
      event.key === 'ArrowRight'
        ? drafts[(index + 1) % drafts.length]
        : event.key === 'ArrowLeft'
          ? drafts[(index - 1 + drafts.length) % drafts.length]
          : event.key === 'Home'
            ? drafts[0]
            : event.key === 'End'
              ? drafts.at(-1)
              : undefined;
    if (event.key === 'Delete') closeDraft(activeId);
    else if (target === undefined) return;
    else activate(target.id);
    event.preventDefault();
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };

  return (
    <div className={styles['bar']}>
      <div ref={list} className={styles['tabs']} role="tablist" aria-label="Open requests" onKeyDown={keyDown}>
        {drafts.map((draft) => (
          <DraftTab key={draft.id} draft={draft} isActive={draft.id === activeId} />
        ))}
      </div>
      <div className={styles['add']}>
        <IconButton
          icon="plus"
          label="New request"
          keys="Ctrl T"
          size="small"
          onPress={() => {
            openDraft();
            goTo('requests');
          }}
        />
      </div>
    </div>
  );
}

function DraftTab({ draft, isActive }: { readonly draft: Draft; readonly isActive: boolean }) {
  const label = pathLabel(draft.url);
  const tab = useRef<HTMLDivElement>(null);
  // Many tabs scroll: the one in front is always in sight.
  useEffect(() => {
    if (isActive) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isActive, label]);
  return (
    <div ref={tab} className={classes(styles['draft'], isActive && styles['on'])}>
      <button
        type="button"
        role="tab"
        aria-selected={isActive}
        aria-controls="work"
        tabIndex={isActive ? 0 : -1}
        className={styles['tab']}
        title={draft.url}
        onClick={() => {
          activate(draft.id);
        }}
        onAuxClick={(event) => {
          if (event.button === 1) closeDraft(draft.id);
        }}
      >
        <TabGlyph draft={draft} />
        <span className={styles['method']}>{draft.method}</span>
        <span className={styles['label']}>{label}</span>
      </button>
      {/* For the pointer alone: inside a list of tabs nothing else may take the focus. Keys: Delete, Ctrl W. */}
      <button
        type="button"
        aria-hidden="true"
        tabIndex={-1}
        title={`Close ${label}`}
        className={styles['close']}
        onClick={() => {
          closeDraft(draft.id);
        }}
      >
        <Icon name="close" size={12} />
      </button>
    </div>
  );
}

/** As in the strip: a verdict on another server than the one in the address is no verdict. */
function TabGlyph({ draft }: { readonly draft: Draft }) {
  const { glyph } = padlockFor(draft, Date.now());
  if (glyph === 'running') return <Icon name="clock" size={13} label="Running" className={styles['clock']} />;
  return glyph === 'not-asked' ? null : <Glyph kind={padlockGlyphs[glyph]} size={13} />;
}
