import { useEffect, useRef, type KeyboardEvent } from 'react';
import { ChainMarks } from '#renderer/ui/ChainMarks.tsx';
import type { CertificateNode, Chain, ChainLink, ChainStep } from '#renderer/ui/chainSteps.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Hidden } from '#renderer/ui/Hidden.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './ChainLine.module.css';

interface ChainLineProps {
  readonly chain: Chain;
  /** SHA-256 of the certificate that is shown. */
  readonly selected: string | undefined;
  readonly onSelect: (sha256: string) => void;
}

/** The chain, lying: who answered, who vouches for whom, your trust at the end. Arrows go from certificate to certificate. */
export function ChainLine({ chain, selected, onSelect }: ChainLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    line.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  return (
    <div
      ref={line}
      role="group"
      aria-label="Chain"
      className={styles['line']}
      onKeyDown={(event) => {
        moveFocus(event, line.current);
      }}
    >
      {chain.steps.map((step, index) => (
        <Step
          key={index}
          step={step}
          isFirst={index === 0}
          asked={chain.asked}
          selected={selected}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
}

interface StepProps extends Pick<ChainLineProps, 'selected' | 'onSelect'> {
  readonly step: ChainStep;
  readonly isFirst: boolean;
  readonly asked: string | undefined;
}

/** A node with the link that leads to it. What was asked is drawn only where the first certificate does not answer it. */
function Step({ step: { link, node }, isFirst, asked, selected, onSelect }: StepProps) {
  const isAnswered = link.state === 'ok' || asked === undefined;
  return (
    <>
      {!isFirst || isAnswered ? null : (
        <div className={classes(styles['node'], styles['asked'])}>
          <span className={styles['role']}>You asked for</span>
          <span className={styles['who']} title={asked}>
            {asked}
          </span>
        </div>
      )}
      {isFirst && isAnswered ? null : <Link link={link} />}
      {node.kind === 'certificate' ? (
        <CertificateCard node={node} isSelected={node.sha256 === selected} onSelect={onSelect} />
      ) : (
        <div className={classes(styles['node'], styles[node.kind])}>
          <span className={styles['role']}>{node.role}</span>
          <ChainMarks marks={node.marks} />
          {node.name === undefined ? null : (
            <span className={styles['who']}>
              {node.kind === 'store' && node.source !== undefined ? <Icon name={node.source} size={14} /> : null}
              <span title={node.name}>{node.name}</span>
            </span>
          )}
          <span className={styles['more']} title={node.more}>
            {node.more}
          </span>
        </div>
      )}
    </>
  );
}

interface CertificateCardProps {
  readonly node: CertificateNode;
  readonly isSelected: boolean;
  readonly onSelect: (sha256: string) => void;
}

function CertificateCard({ node, isSelected, onSelect }: CertificateCardProps) {
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      className={classes(styles['node'], isSelected && styles['selected'])}
      onClick={() => {
        onSelect(node.sha256);
      }}
    >
      <span className={styles['role']}>{node.part}</span>
      <span className={styles['marks']}>
        {node.marks.length > 0 ? <ChainMarks marks={node.marks} /> : <span>{node.place}</span>}
      </span>
      <span className={styles['who']}>
        <span title={node.name}>{node.name}</span>
      </span>
      <span className={styles['more']} title={node.more}>
        {node.more}
      </span>
    </button>
  );
}

/** A broken link is cut by a cross and says why; one that could not be judged is dotted. */
function Link({ link }: { readonly link: ChainLink }) {
  const isSaid = link.state !== 'ok';
  return (
    <div className={classes(styles['link'], styles[link.state])} title={link.words}>
      <svg viewBox="0 0 40 14" width="40" height="14" aria-hidden="true">
        {link.state === 'broken' ? <path d="M0 7h10M30 7h10M15.5 2.5l9 9M24.5 2.5l-9 9" /> : null}
        {link.state === 'unknown' ? <path d="M2 7h36" /> : null}
        {link.state === 'ok' ? <path d="M2 7h34M32 3.5 36.5 7 32 10.5" /> : null}
      </svg>
      {isSaid ? <span>{link.words}</span> : <Hidden>{link.words}</Hidden>}
    </div>
  );
}

/** Left and right go to the neighbour and show it, as in a list; Home and End to the ends. */
function moveFocus(event: KeyboardEvent, line: HTMLElement | null): void {
  const cards = [...(line?.querySelectorAll<HTMLElement>('button') ?? [])];
  const at = cards.indexOf(document.activeElement as HTMLElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: cards.length - 1,
  };
  const next = cards[targets[event.key] ?? -1];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}
