import { useMemo, useState } from 'react';
import { formatDay } from '#core/certificate/validity.ts';
import { formatBytes, formatPlural } from '#core/format.ts';
import type { InspectSubject } from '#renderer/state/inspect.ts';
import { selectStoreWords, useTrust } from '#renderer/state/trust.ts';
import { chainOf, type Chain } from '#renderer/ui/chainSteps.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { CertificatePicker } from './CertificatePicker.tsx';
import { ChainLine } from './ChainLine.tsx';
import { lazyBag } from './lazyBag.ts';
import { nearOf } from './nearSubject.ts';
import { subjectSource } from './pickRows.ts';
import type { View } from './shownOf.ts';
import { ValidityLine } from './ValidityLine.tsx';
import styles from './ChainBand.module.css';

/** Certificates beside the path that are named. */
const MOST_NAMED = 4;

interface ChainBandProps {
  readonly subject: InspectSubject;
  readonly view: View;
  readonly now: number;
  readonly onSelect: (sha256: string) => void;
}

/** The chain beside its validity. */
export function ChainBand({ subject, view, now, onSelect }: ChainBandProps) {
  const storeWords = useTrust(selectStoreWords);
  const chain = useMemo(() => chainOfSubject(subject, storeWords, now), [subject, storeWords, now]);
  const { timeline, lifetime, shown } = view;
  const goodUntil = subject.verdict?.goodUntil;
  return (
    <div className={styles['band']}>
      <div className={styles['chain']}>
        <ChainLine chain={chain} selected={shown.sha256} onSelect={onSelect} />
        <Spares subject={subject} chain={chain} onSelect={onSelect} />
      </div>
      <section className={styles['validity']} aria-label="Validity of the path">
        <header>
          <h2>Validity</h2>
          <span>
            {goodUntil === undefined ? (
              lifetime
            ) : (
              <>
                The path {goodUntil < now ? 'was' : 'is'} good until <b>{formatDay(goodUntil)}</b>
              </>
            )}
          </span>
        </header>
        {timeline === undefined ? (
          <p>Its times could not be read.</p>
        ) : (
          <ValidityLine line={timeline} words={validityWords(timeline.bars, lifetime)} />
        )}
        {lifetime === '' || goodUntil === undefined ? null : <p className={styles['lifetime']}>{lifetime}</p>}
      </section>
    </div>
  );
}

function validityWords(bars: readonly { readonly label: string; readonly isSelected: boolean }[], lifetime: string) {
  const all = bars.map(({ label, isSelected }) => (isSelected ? `this certificate, ${label}` : label)).join('; ');
  return `Valid: ${all}. ${lifetime}`;
}

function chainOfSubject(subject: InspectSubject, storeWords: string, now: number): Chain {
  const { host, sent, path, start, verdict, order, certificates, at } = subject;
  return chainOf({
    ...(host === undefined ? {} : { host }),
    report: { chain: { sent: nearOf(sent, start), path }, ...(verdict && { verdict }) },
    certificates: lazyBag(certificates),
    storeWords,
    now: at ?? now,
    ...(order && { order }),
    start,
  });
}

interface SparesProps {
  readonly subject: InspectSubject;
  readonly chain: Chain;
  readonly onSelect: (sha256: string) => void;
}

/** What stands beside the path: what it costs, and the way to look at it. */
function Spares({ subject, chain, onSelect }: SparesProps) {
  const [picking, setPicking] = useState<'no' | 'yes'>('no');
  const used = new Set(chain.steps.flatMap(({ node }) => (node.kind === 'certificate' ? node.sha256 : [])));
  const spare = subject.sent.filter((sha256) => !used.has(sha256));
  if (spare.length === 0) return null;
  const named = chain.spare.slice(0, MOST_NAMED);
  const bag = lazyBag(subject.certificates);
  const isWire = subject.order !== 'file';
  const bytes = isWire ? spare.reduce((sum, sha256) => sum + (bag.open(sha256)?.der.length ?? 0), 0) : 0;
  return (
    <p className={styles['spares']}>
      <Glyph kind="note" size={14} name="hidden" />
      <span>
        {isWire ? 'The server also sent ' : 'The file also holds '}
        {named.map(({ sha256, name, place }, index) => (
          <span key={sha256}>
            {index === 0 ? '' : ', '}
            <LinkButton
              onPress={() => {
                onSelect(sha256);
              }}
            >
              {name}
            </LinkButton>{' '}
            ({place})
          </span>
        ))}
        {spare.length > named.length ? (
          <>
            {' and '}
            <LinkButton
              onPress={() => {
                setPicking('yes');
              }}
            >
              {formatPlural(spare.length - named.length, 'more certificate')}
            </LinkButton>
          </>
        ) : null}
        {isWire
          ? `. The path does not need ${spare.length === 1 ? 'it' : 'them'}; every handshake carries ${formatBytes(bytes)} for nothing.`
          : ', not part of this chain.'}
      </span>
      {picking === 'no' ? null : (
        <CertificatePicker
          title={`Certificates of ${subject.title}`}
          sources={[subjectSource(subject)]}
          onPick={({ sha256 }) => {
            onSelect(sha256);
            setPicking('no');
          }}
          onClose={() => {
            setPicking('no');
          }}
        />
      )}
    </p>
  );
}
