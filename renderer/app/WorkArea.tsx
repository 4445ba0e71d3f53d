import { useLayoutEffect, useRef, useState } from 'react';
import { StartPage } from '#renderer/features/playground/StartPage.tsx';
import { AddressBar } from '#renderer/features/request/AddressBar.tsx';
import { Composer } from '#renderer/features/request/Composer.tsx';
import { DraftTabs } from '#renderer/features/request/DraftTabs.tsx';
import { isEmptyDraft, type Draft } from '#renderer/state/draft.ts';
import { selectActive, useExchanges } from '#renderer/state/exchange.ts';
import { useHistory } from '#renderer/state/history.ts';
import { keepLayout, setComposerHeight, useLayout } from '#renderer/state/layout.ts';
import { useNavigation } from '#renderer/state/navigation.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import { Splitter } from '#renderer/ui/Splitter.tsx';
import { ResponsePane } from './ResponsePane.tsx';
import styles from './WorkArea.module.css';

/** Tabs and one row of a grid; what a grid grows to by itself; a body of a few lines; a response of which a few lines can be read. */
const MIN_COMPOSER = 70;
const GRID_ROW = 29;
const MOST_ROWS = 4;
const BODY_COMPOSER = 186;
const MIN_RESPONSE = 180;

/** Open requests, address and verdict, and below them what belongs to the place. */
export function WorkArea() {
  const draft = useExchanges(selectActive);
  return (
    <main className={styles['work']}>
      <DraftTabs />
      <div id="work" role="tabpanel" aria-label="Request" className={styles['page']}>
        <AddressBar draft={draft} />
        <Below draft={draft} />
      </div>
    </main>
  );
}

function Below({ draft }: { readonly draft: Draft }) {
  const isPlayground = useNavigation(({ place }) => place === 'playground');
  const total = useHistory((history) => (history.status === 'ready' ? history.total : undefined));
  const isLoading = useHistory((history) => history.status === 'loading');
  const isEmpty = isEmptyDraft(draft);
  if (isPlayground || (isEmpty && total === 0)) return <StartPage />;
  // Whether this is the first run is known in a moment: until then neither view is shown, so that none is taken away.
  return isEmpty && isLoading ? null : <Split draft={draft} />;
}

function Split({ draft }: { readonly draft: Draft }) {
  const usual = usualHeight(draft);
  const height = useLayout(({ composerHeight }) => composerHeight) ?? usual;
  const split = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(2000);
  useLayoutEffect(() => {
    const element = split.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setAvailable(entry.contentRect.height);
    });
    observer.observe(element);
    setAvailable(element.clientHeight);
    return () => {
      observer.disconnect();
    };
  }, []);
  const max = Math.max(MIN_COMPOSER, available - MIN_RESPONSE);
  const shown = Math.min(height, max);
  return (
    <div ref={split} className={styles['split']}>
      <h1>
        <Hidden>Requests</Hidden>
      </h1>
      <section className={styles['composer']} style={{ height: shown }} aria-label="Composer" data-pane="composer">
        <Composer draft={draft} />
      </section>
      <Splitter
        label="Height of the composer"
        orientation="horizontal"
        value={shown}
        min={MIN_COMPOSER}
        max={max}
        initial={usual}
        onChange={(wanted) => {
          // Back at what it would be by itself, it follows its content again.
          setComposerHeight(wanted === usual ? undefined : wanted);
        }}
        onCommit={keepLayout}
      />
      <ResponsePane draft={draft} />
    </div>
  );
}

/** As much as stands in it: an empty grid leaves the room to the response. */
function usualHeight({ composerTab, params, headers }: Draft): number {
  if (composerTab === 'body') return BODY_COMPOSER;
  const rows = composerTab === 'params' ? params.length : headers.length;
  return MIN_COMPOSER + Math.min(rows, MOST_ROWS - 1) * GRID_ROW;
}
