import { useEffect, useState } from 'react';
import { neverBegun, type Padlock, type PadlockGlyph } from '#core/http/padlock.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { formatBytes } from '#core/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { send, showResponseTab } from '#renderer/state/exchange.ts';
import { shownIn, type Draft } from '#renderer/state/draft.ts';
import { padlockFor, padlockGlyphs } from './padlockFor.ts';
import styles from './VerdictStrip.module.css';

/** How often the elapsed time is told, ms. */
const TICK_MS = 100;

/** Whether the server was believed, by whose word and for how long, in words. Its height never changes. */
export function VerdictStrip({ draft }: { readonly draft: Draft }) {
  useTick(draft.run.status === 'running');
  const padlock = padlockFor(draft, Date.now());
  const isIdle = padlock.glyph === 'not-asked';
  const exchange = isIdle ? undefined : shownIn(draft.run)?.exchange;
  return (
    <div className={classes(styles['strip'], styles[padlock.glyph])}>
      <Hairline draft={draft} />
      {padlock.glyph === 'running' ? (
        <Icon name="clock" className={styles['clock']} />
      ) : (
        <Glyph kind={padlockGlyphs[padlock.glyph]} name="hidden" />
      )}
      {/* While it runs the words change ten times a second: said aloud only when they stand. */}
      <p className={styles['sentence']} aria-live={padlock.glyph === 'running' ? 'off' : 'polite'}>
        <span className={styles['word']}>{padlock.word}</span>
        <Facts padlock={padlock} draft={draft} exchange={exchange} />
      </p>
      {draft.run.status === 'running' ? null : <StripAction draft={draft} glyph={padlock.glyph} exchange={exchange} />}
    </div>
  );
}

interface FactsProps {
  readonly padlock: Padlock;
  readonly draft: Draft;
  readonly exchange: Exchange | undefined;
}

/** Where room is scarce these shorten the first fact (the authority's name) and keep the last (the expiry); others drop the last. */
const keepsLast: ReadonlySet<PadlockGlyph> = new Set(['trusted']);

function Facts({ padlock, draft, exchange }: FactsProps) {
  const received = draft.run.status === 'running' ? draft.run.progress?.receivedBytes : undefined;
  const facts = received === undefined ? padlock.facts : [...padlock.facts, formatBytes(received)];
  const group = exchange?.connection?.tls?.group;
  return (
    <>
      <span className={classes(styles['facts'], keepsLast.has(padlock.glyph) && styles['keepLast'])}>
        {facts.map((fact) => (
          <span key={fact} title={fact} className={rankOf(fact, group)}>
            {fact}
          </span>
        ))}
      </span>
      {padlock.warning === undefined ? null : (
        <span className={styles['warning']}>
          <Glyph kind="warning" size={13} name="hidden" />
          {padlock.warning}
        </span>
      )}
    </>
  );
}

/** What goes first where room is scarce: the group, then the version. Both are told in the TLS tab. */
function rankOf(fact: string, group: string | undefined): string | undefined {
  if (fact === group) return styles['second'];
  return fact.startsWith('TLS 1.') ? styles['version'] : undefined;
}

interface StripActionProps {
  readonly draft: Draft;
  readonly glyph: PadlockGlyph;
  readonly exchange: Exchange | undefined;
}

function StripAction({ draft, glyph, exchange }: StripActionProps) {
  const sent = exchange?.connection?.tls?.chain.sent ?? [];
  if (sent.length > 0) {
    return (
      <Button
        variant="quiet"
        size="small"
        icon="certificate"
        className={styles['action']}
        onPress={() => {
          showResponseTab(draft.id, 'certificates');
        }}
      >
        <span className={styles['actionWord']}>Certificates</span>
      </Button>
    );
  }
  const { outcome } = exchange ?? {};
  const isVain = outcome?.kind === 'failed' && neverBegun(outcome.failure.kind);
  return glyph === 'no-connection' && !isVain ? (
    <Button
      variant="quiet"
      size="small"
      className={styles['action']}
      onPress={() => {
        void send(draft.id);
      }}
    >
      Try again
    </Button>
  ) : null;
}

/** Runs on the seam while something runs; where the length is known it shows how much has come. */
function Hairline({ draft }: { readonly draft: Draft }) {
  if (draft.run.status !== 'running') return null;
  const { receivedBytes, expectedBytes } = draft.run.progress ?? {};
  const share = receivedBytes === undefined || !expectedBytes ? undefined : Math.min(1, receivedBytes / expectedBytes);
  return (
    <span
      className={classes(styles['hairline'], share === undefined && styles['endless'])}
      style={share === undefined ? undefined : { transform: `scaleX(${String(share)})` }}
      aria-hidden="true"
    />
  );
}

/** Draws the strip anew while something runs. */
function useTick(isTicking: boolean): void {
  const [, setTicks] = useState(0);
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => {
      setTicks((ticks) => ticks + 1);
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isTicking]);
}
