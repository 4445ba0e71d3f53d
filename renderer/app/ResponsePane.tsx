import { memo, Suspense, useEffect, useRef } from 'react';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { ResponseResult } from '#renderer/features/response/ResponseResult.tsx';
import { send, showResponseTab } from '#renderer/state/exchange.ts';
import { shownIn, type Draft, type Run } from '#renderer/state/draft.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { Tab, TabList, TabPanel, Tabs } from '#renderer/ui/Tabs.tsx';
import { responseTabs, type ResponseTab } from './responseTabs.tsx';
import styles from './ResponsePane.module.css';

/** What became of the request. What was shown before stays, dimmed, until there is something new. */
export function ResponsePane({ draft }: { readonly draft: Draft }) {
  const { run } = draft;
  const shown = shownIn(run);
  return (
    <section
      className={classes(styles['pane'], run.status === 'running' && shown !== undefined && styles['old'])}
      aria-label="Response"
      aria-busy={run.status === 'running' || run.status === 'loading'}
      data-pane="response"
    >
      {shown === undefined ? <Without draft={draft} /> : <Shown draft={draft} shown={shown} />}
    </section>
  );
}

function Shown({ draft, shown }: { readonly draft: Draft; readonly shown: ExchangeWithCertificates }) {
  const { exchange, certificates } = shown;
  const tabs = responseTabs.filter((tab) => tab.applies(exchange));
  const selected = tabs.find((tab) => tab.id === draft.responseTab) ?? tabs[0];
  const head = useRef<HTMLElement>(null);
  // What was pressed to send may be gone with the page it stood on: the keyboard goes on at the answer, not at the top.
  useEffect(() => {
    // A list of tabs draws its tabs a moment after itself.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      head.current?.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]')?.focus();
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [exchange.id]);
  if (selected === undefined) return null;
  return (
    <Tabs
      // The list of tabs remembers which one Tab leads to: with other tabs it begins anew.
      key={tabs.map((tab) => tab.id).join(' ')}
      selected={selected.id}
      onSelect={(id) => {
        showResponseTab(draft.id, id);
      }}
    >
      <header ref={head} className={styles['head']}>
        <TabList label="Parts of the exchange">
          {tabs.map((tab) => (
            <Tab key={tab.id} id={tab.id} count={tab.count?.(exchange)}>
              {tab.label}
            </Tab>
          ))}
        </TabList>
        <ResponseResult exchange={exchange} />
      </header>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id}>
          <Suspense fallback={<Skeleton label="Loading" />}>
            <Content key={exchange.id} tab={tab} exchange={exchange} certificates={certificates} />
          </Suspense>
        </TabPanel>
      ))}
    </Tabs>
  );
}

/** Typing in the composer draws the pane anew; what stands in it (megabytes of JSON set out) has not changed. */
const Content = memo(function Content({
  tab: { Panel },
  ...shown
}: ExchangeWithCertificates & { readonly tab: ResponseTab }) {
  return <Panel {...shown} />;
});

/** Before there is an exchange to show. The bar keeps its place, so that nothing moves when there is. */
function Without({ draft }: { readonly draft: Draft }) {
  return (
    <>
      <div className={styles['head']} />
      <Words run={draft.run} draftId={draft.id} />
    </>
  );
}

function Words({ run, draftId }: { readonly run: Run; readonly draftId: string }) {
  switch (run.status) {
    case 'running':
      return <Skeleton label="Waiting for the response" lines={6} />;
    case 'loading':
      return <Skeleton label="Reading the exchange" lines={6} />;
    case 'failed':
      return (
        <ErrorState
          title={failureTitle(run.error)}
          action={
            run.error.kind === 'already-running' ? (
              <Button onPress={() => void send(draftId)}>Send it again</Button>
            ) : undefined
          }
        >
          {failureText(run.error)}
        </ErrorState>
      );
    case 'idle':
    case 'done':
      return (
        <EmptyState title="Nothing sent yet">
          Here come the response, the handshake and the certificates. Over HTTPS the verdict on the server is made
          first; without it not a byte of the request leaves this computer.
        </EmptyState>
      );
  }
}

type RunFailure = Extract<Run, { status: 'failed' }>['error'];

function failureTitle({ kind }: RunFailure): string {
  if (kind === 'already-running') return 'This could not be begun';
  return kind === 'not-found' ? 'This exchange is no longer kept' : 'This exchange could not be read';
}

function failureText(error: RunFailure): string {
  switch (error.kind) {
    case 'already-running':
      return 'The same request is running already. It can be cancelled in its own tab.';
    case 'not-found':
      return 'It was deleted from the history.';
    case 'storage':
      return `The history could not be read or written (${error.code}). Check that the disk of the profile folder has space.`;
    case 'cannot-write':
      return `${error.path} cannot be written (${error.code}).`;
  }
}
