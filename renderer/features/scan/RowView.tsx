import type { ScanRow } from '#core/scan/judgement.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Source } from './Source.tsx';
import styles from './SectionView.module.css';

/** One thing that was tried: its place, whether it was accepted, and why that is good or not. */
export function RowView({ row }: { readonly row: ScanRow }) {
  const { rank, mark, name, detail, level, reason, source } = row;
  return (
    <li className={classes(styles['row'], mark !== 'accepted' && styles['no'])}>
      <span className={styles['rank']}>{rank}</span>
      {mark === 'none' ? <span /> : <Icon name={mark === 'accepted' ? 'tick' : 'close'} size={14} label={mark} />}
      <span className={styles['what']}>
        <span className={styles['name']} title={name}>
          {name}
        </span>
        {detail === undefined ? null : <small>{detail}</small>}
      </span>
      <span className={classes(styles['why'], level === 'change' && styles['change'])}>
        {level === 'change' ? <Glyph kind="warning" size={14} /> : null}
        {level === 'note' ? <Glyph kind="note" size={14} /> : null}
        <span>
          {reason} <Source source={source} />
        </span>
      </span>
    </li>
  );
}
