import type { OtherHosts } from './otherHosts.ts';
import type { TrustEffect } from './trustEffect.ts';
import { classes } from '#renderer/ui/classes.ts';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './EffectList.module.css';

interface EffectListProps {
  readonly host: string;
  readonly effect: TrustEffect;
  readonly others: OtherHosts;
  /** 'tried': judged with the decision made; else worked out from what was shown. */
  readonly basis?: 'tried' | 'shown';
}

/** What a decision does, host by host: the glyph after it, the host, the consequence. Also when it does not help. */
export function EffectList({ host, effect, others, basis = 'shown' }: EffectListProps) {
  return (
    <section aria-label="Effect">
      <h3 className={styles['label']}>
        {basis === 'tried' ? 'Effect on the hosts in your history' : 'Effect on the hosts you asked lately'}
      </h3>
      <ul className={styles['effects']}>
        <li>
          <Glyph kind={effect.kind === 'trusted' ? 'trusted' : 'untrusted'} size={14} />
          <span className={styles['host']}>{host}</span>
          <Consequence effect={effect} />
        </li>
        {others.refused.map((other) => (
          <li key={other.name} className={classes(styles['other'])}>
            <Glyph kind={other.state === 'trusted' ? 'trusted' : 'untrusted'} size={14} />
            <span className={styles['host']}>{other.name}</span>
            <span>{otherWords[other.state]}</span>
          </li>
        ))}
        {others.more === 0 ? null : (
          <li className={classes(styles['other'])}>
            <Glyph kind="untrusted" size={14} />
            <span className={styles['host']}>{others.more} more</span>
            <span>In the scope. Judged anew when asked</span>
          </li>
        )}
      </ul>
    </section>
  );
}

const otherWords = {
  outside: 'Outside the scope. Stays untrusted',
  'in-scope': 'In the scope. Judged anew when asked',
  trusted: 'In the scope. Trusted when it is asked again',
  stops: 'In the scope. Still stops, for another reason',
} as const;

function Consequence({ effect }: { readonly effect: TrustEffect }) {
  switch (effect.kind) {
    case 'trusted':
      return (
        <span>
          <b>Trusted</b> when it is asked again
        </span>
      );
    case 'outside':
      return <span>Outside the scope. Stays untrusted</span>;
    case 'still-stops':
      return (
        <span>
          <b>Still stops.</b>
          {effect.gone.length === 0 ? 'No problem goes' : 'Problem'}
          {effect.gone.map((number) => (
            <FindingNumber key={number} number={number} tone="gone" />
          ))}
          {effect.gone.length === 0 ? ',' : 'goes,'}
          {effect.remaining.map((number) => (
            <FindingNumber key={number} number={number} />
          ))}
          {effect.remaining.length === 1 ? 'remains' : 'remain'}
        </span>
      );
  }
}
