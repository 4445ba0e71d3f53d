import { useState } from 'react';
import { headOf, offeredGroups, shortSuite, type OfferedGroup } from './offered.ts';
import type { TlsReport } from '#core/tls/report.ts';
import { classes } from '#renderer/ui/classes.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './OfferedAndChosen.module.css';

/** The client's lists in their own order, the server's pick ticked. */
export function OfferedAndChosen({ report }: { readonly report: TlsReport }) {
  const groups = offeredGroups(report);
  return (
    <>
      <h2 className={styles['title']}>Offered and chosen</h2>
      {groups.length === 0 ? <p className={styles['none']}>The ClientHello was not recorded.</p> : null}
      {groups.map((group) => (
        <Group key={group.label} group={group} />
      ))}
    </>
  );
}

function Group({ group }: { readonly group: OfferedGroup }) {
  const [extent, setExtent] = useState<'head' | 'all'>('head');
  const head = headOf(group);
  const items = extent === 'all' ? group.items : head.shown;
  return (
    <div className={styles['group']}>
      <h3>{group.label}</h3>
      <ul>
        {items.map((item, index) => (
          <li key={index} className={classes(item.chosen && styles['chosen'])}>
            {item.chosen ? <Icon name="tick" size={12} label="Chosen" /> : <span />}
            <span className={styles['name']} title={item.name}>
              {shortSuite(item.name)}
            </span>
            <small>{item.aside}</small>
          </li>
        ))}
        {head.folded === 0 ? null : (
          <li className={styles['more']}>
            <span />
            <LinkButton
              onPress={() => {
                setExtent(extent === 'all' ? 'head' : 'all');
              }}
            >
              {extent === 'all' ? 'Show fewer' : `and ${head.folded} more`}
            </LinkButton>
            {group.rank === undefined ? null : <small>{group.rank} was chosen</small>}
          </li>
        )}
        {group.picked ? null : (
          <li className={styles['more']}>
            <span />
            <span>none chosen</span>
          </li>
        )}
      </ul>
    </div>
  );
}
