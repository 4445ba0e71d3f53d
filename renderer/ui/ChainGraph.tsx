import { useRef, type KeyboardEvent } from 'react';
import type { CertificateNode, Chain, ChainLink, ChainStep, StoreNode } from './chainSteps.ts';
import { ChainMarks } from './ChainMarks.tsx';
import { classes } from './classes.ts';
import styles from './ChainGraph.module.css';

interface ChainGraphProps {
  readonly chain: Chain;
  /** With it certificates can be picked. */
  readonly onSelect?: (sha256: string) => void;
  /** SHA-256 of the certificate that is shown beside it. */
  readonly selected?: string | undefined;
}

/**
 * The chain, upright: what was asked, then who vouches for whom, then your trust. Arrows go from certificate to certificate.
 */
export function ChainGraph({ chain, onSelect, selected }: ChainGraphProps) {
  const graph = useRef<HTMLDivElement>(null);
  const card = (node: CertificateNode) => (
    <CertificateCard key={node.sha256} node={node} onSelect={onSelect} isSelected={node.sha256 === selected} />
  );
  return (
    <div
      ref={graph}
      className={styles['chain']}
      onKeyDown={(event) => {
        moveFocus(event, graph.current);
      }}
    >
      {chain.asked === undefined ? null : (
        <div className={classes(styles['node'], styles['asked'])}>
          <span className={styles['role']}>You asked for</span>
          <span className={styles['who']} title={chain.asked}>
            {chain.asked}
          </span>
        </div>
      )}
      {chain.steps.map((step, index) => (
        <div key={index}>
          <Link link={step.link} />
          {step.node.kind === 'certificate' ? card(step.node) : <OtherCard node={step.node} />}
        </div>
      ))}
      {chain.spare.length === 0 ? null : (
        <>
          <h3 className={styles['spare']}>Also sent, on no path</h3>
          <div className={styles['spares']}>{chain.spare.map(card)}</div>
        </>
      )}
    </div>
  );
}

/** Up and down go to the neighbour; with selection it is shown at once, as in a list. */
function moveFocus(event: KeyboardEvent, graph: HTMLElement | null): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || graph === null) return;
  const cards = [...graph.querySelectorAll<HTMLElement>('button')];
  const next = cards[cards.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
  next.click();
}

interface CertificateCardProps {
  readonly node: CertificateNode;
  readonly onSelect: ((sha256: string) => void) | undefined;
  readonly isSelected: boolean;
}

function CertificateCard({ node, onSelect, isSelected }: CertificateCardProps) {
  const inside = (
    <>
      <span className={styles['role']}>{node.role}</span>
      <ChainMarks marks={node.marks} />
      <span className={styles['who']} title={node.name}>
        {node.name}
      </span>
      <span className={styles['more']}>{node.more}</span>
    </>
  );
  if (onSelect === undefined) return <div className={styles['node']}>{inside}</div>;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      className={classes(styles['node'], isSelected && styles['selected'])}
      onClick={() => {
        onSelect(node.sha256);
      }}
    >
      {inside}
    </button>
  );
}

function OtherCard({ node }: { readonly node: Exclude<ChainStep['node'], CertificateNode> }) {
  if (node.kind === 'store') return <StoreCard node={node} />;
  return (
    <div className={classes(styles['node'], styles['missing'])}>
      <span className={styles['role']}>{node.role}</span>
      <ChainMarks marks={node.marks} />
      <span className={styles['who']} title={node.name}>
        {node.name}
      </span>
      <span className={classes(styles['more'], styles['clip'])}>{node.more}</span>
    </div>
  );
}

function StoreCard({ node }: { readonly node: StoreNode }) {
  return (
    <div className={classes(styles['node'], styles['store'])}>
      <span className={styles['role']}>{node.role}</span>
      <ChainMarks marks={node.marks} />
      {node.name === undefined ? null : <span className={styles['who']}>{node.name}</span>}
      <span className={styles['more']}>{node.more}</span>
    </div>
  );
}

/** A broken link is cut by a cross, one that could not be judged is dotted; the words say why. */
function Link({ link }: { readonly link: ChainLink }) {
  return (
    <div className={classes(styles['link'], styles[link.state])}>
      <svg viewBox="0 0 14 36" width="14" height="36" aria-hidden="true">
        {link.state === 'broken' ? <path d="M7 0v9M7 27v9M2.5 13.5l9 9M11.5 13.5l-9 9" /> : null}
        {link.state === 'unknown' ? <path d="M7 1v34" /> : null}
        {link.state === 'ok' ? <path d="M7 0v34M3.5 30.5 7 34.5l3.5-4" /> : null}
      </svg>
      {link.words}
    </div>
  );
}
