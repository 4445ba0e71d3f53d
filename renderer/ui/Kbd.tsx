import { Icon } from './Icon.tsx';
import styles from './Kbd.module.css';

const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

/** The keys of a shortcut, e.g. 'Ctrl Enter'; on a Mac Ctrl is shown as ⌘, which is the key that works there. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className={styles['kbd']}>
      {keys.split(' ').map((key) => (
        <span key={key}>
          {key === 'Enter' ? <Icon name="enter" size={12} label="Enter" /> : key === 'Ctrl' && isMac ? '⌘' : key}
        </span>
      ))}
    </kbd>
  );
}
