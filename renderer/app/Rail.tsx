import { Link } from 'react-aria-components';
import { classes } from '#renderer/ui/classes.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import { goTo, useNavigation, type Place } from '#renderer/state/navigation.ts';
import styles from './Rail.module.css';

/** Places, top to bottom; the last stands at the foot. The keys are in shortcuts.ts. */
const places: readonly { readonly id: Place; readonly label: string; readonly icon: IconName }[] = [
  { id: 'requests', label: 'Requests', icon: 'send' },
  { id: 'hosts', label: 'Hosts', icon: 'host' },
  { id: 'trust', label: 'Trust', icon: 'trust' },
  { id: 'inspect', label: 'Inspect', icon: 'inspect' },
  { id: 'playground', label: 'Playground', icon: 'playground' },
  { id: 'settings', label: 'Settings', icon: 'settings' },
];

export function Rail() {
  const current = useNavigation(({ place }) => place);
  return (
    <nav className={styles['rail']} aria-label="Places" data-pane="places">
      <span className={styles['brand']}>
        <Icon name="brand" size={20} label="Wireglass" />
      </span>
      {places.map(({ id, label, icon }) => (
        <Link
          key={id}
          className={classes(styles['place'], id === 'settings' && styles['end'])}
          onPress={() => {
            goTo(id);
          }}
          {...(current === id ? { 'aria-current': 'page' as const } : {})}
        >
          <Icon name={icon} size={18} />
          <span>{label}</span>
        </Link>
      ))}
    </nav>
  );
}
