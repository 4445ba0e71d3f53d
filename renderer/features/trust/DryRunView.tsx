import { movedHosts, restWords } from './dryRunWords.ts';
import type { DryRunState } from './useDryRun.ts';
import { formatCount } from '#core/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './DryRunView.module.css';

/** As many hosts as are listed; the rest is counted. */
const LISTED = 6;

/** What a change would do, host by host, before anybody decides: the glyph it would have afterwards, and why. */
export function DryRunView({ state }: { readonly state: DryRunState }) {
  return (
    <section aria-label="Effect" className={styles['effect']}>
      <h3 className={styles['label']}>Effect on the hosts in your history</h3>
      <Effect state={state} />
    </section>
  );
}

function Effect({ state }: { readonly state: DryRunState }) {
  if (state.status === 'asking') return <Skeleton label="Judging the hosts of your history" lines={2} />;
  if (state.status === 'failed') return <p className={styles['rest']}>It could not be worked out what this changes.</p>;
  const moved = movedHosts(state.run);
  return (
    <>
      {moved.length === 0 ? null : (
        <ul className={styles['hosts']}>
          {moved.slice(0, LISTED).map(({ name, glyph, words }) => (
            <li key={name}>
              <Glyph kind={glyph} size={14} />
              <span className={styles['host']} title={name}>
                {name}
              </span>
              <span>{words}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={styles['rest']}>
        {moved.length > LISTED ? `And ${formatCount(moved.length - LISTED)} more. ` : ''}
        {restWords(state.run, moved.length)}
      </p>
    </>
  );
}
