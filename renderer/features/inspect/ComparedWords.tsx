import type { ByteRun } from '#core/compare/byteMap.ts';
import type { Comparison } from '#core/compare/comparison.ts';
import { formatCount } from '#core/format.ts';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import styles from './ComparedWords.module.css';

/** The answer in words, and below it where the bytes differ. */
export function ComparedWords({ result }: { readonly result: Comparison }) {
  const { headline, summary, differences, also, bytes } = result;
  return (
    <div className={styles['left']}>
      <section className={styles['words']} aria-label="In words">
        <h2>{headline}</h2>
        <p>{summary}</p>
        <ol>
          {differences.map(({ number, title, text }) => (
            <li key={number}>
              <FindingNumber number={number} tone="neutral" />
              <div>
                <h3>{title}</h3>
                <p>{text}</p>
              </div>
            </li>
          ))}
        </ol>
        {also.length === 0 ? null : (
          <p className={styles['also']}>Also different, as in any two certificates: {also.join(', ')}.</p>
        )}
      </section>
      <section className={styles['bytes']} aria-label="Bytes">
        <header>
          <h2>Bytes</h2>
          <span>
            A {formatCount(lengthOf(bytes.a))}, B {formatCount(lengthOf(bytes.b))}
          </span>
          <span className={styles['key']}>
            <i className={styles['differs']} /> differs <i className={styles['equal']} /> equal
          </span>
        </header>
        <Runs letter="A" runs={bytes.a} longest={Math.max(lengthOf(bytes.a), lengthOf(bytes.b))} />
        <Runs letter="B" runs={bytes.b} longest={Math.max(lengthOf(bytes.a), lengthOf(bytes.b))} />
      </section>
    </div>
  );
}

function lengthOf(runs: readonly ByteRun[]): number {
  return runs.at(-1)?.to ?? 0;
}

interface RunsProps {
  readonly letter: 'A' | 'B';
  readonly runs: readonly ByteRun[];
  readonly longest: number;
}

function Runs({ letter, runs, longest }: RunsProps) {
  const length = lengthOf(runs);
  const differing = runs.reduce((sum, { from, to, kind }) => sum + (kind === 'differs' ? to - from : 0), 0);
  return (
    <div className={styles['runs']}>
      <b>{letter}</b>
      <svg
        viewBox={`0 0 ${String(Math.max(longest, 1))} 12`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${letter}: ${formatCount(differing)} of ${formatCount(length)} bytes differ`}
      >
        {runs.map(({ from, to, kind }) => (
          <rect key={from} className={styles[kind]} x={from} width={to - from} y="0" height="12" />
        ))}
      </svg>
    </div>
  );
}
