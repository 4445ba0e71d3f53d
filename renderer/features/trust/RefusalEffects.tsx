import { useId } from 'react';
import { refusalEffects, type AboutToRefuse } from './refusalEffects.ts';
import { useDryRun } from './useDryRun.ts';
import { patternFor } from '#core/trust/pattern.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './EffectList.module.css';

interface RefusalEffectsProps {
  readonly refused: AboutToRefuse;
  /** 'host:port' that showed it. */
  readonly shownBy: string | undefined;
}

/** More hosts than this are counted. */
const LISTED = 4;

/** What refusing does: to the entries of the trust store, and to hosts of the history. */
export function RefusalEffects({ refused, shownBy }: RefusalEffectsProps) {
  const id = useId();
  const trust = useTrust();
  const state = trust.status === 'ready' ? trust.trust : undefined;
  const isAnchor = state?.anchors.some(({ sha256 }) => sha256 === refused.sha256) === true;
  const tried = useDryRun(isAnchor ? { kind: 'remove', sha256s: [refused.sha256] } : undefined);
  const stopped = (tried?.status === 'ready' ? tried.run.hosts : [])
    .filter(({ before, after }) => before !== 'untrusted' && after === 'untrusted')
    .map(({ host, port }) => patternFor(host, port));
  const hosts = [...new Set([...(shownBy === undefined ? [] : [shownBy]), ...stopped])];
  const effects = state === undefined ? [] : refusalEffects(state, refused);
  if (hosts.length + effects.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles['label']}>
        Effect
      </h3>
      <ul className={styles['effects']}>
        {hosts.slice(0, LISTED).map((host) => (
          <li key={host}>
            <Glyph kind="untrusted" size={14} />
            <span className={styles['host']}>{host}</span>
            <span>Stopped as long as it shows this</span>
          </li>
        ))}
        {hosts.length > LISTED ? (
          <li>
            <Glyph kind="untrusted" size={14} />
            <span className={styles['host']}>{hosts.length - LISTED} more</span>
            <span>Stopped as long as they show this</span>
          </li>
        ) : null}
        {effects.map(({ what, words }, index) => (
          <li key={index}>
            <Icon name="ban" size={14} />
            <span className={styles['host']}>{what}</span>
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
