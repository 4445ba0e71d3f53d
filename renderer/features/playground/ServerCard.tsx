import type { PlaygroundServer, PlaygroundServerId } from '#core/playground/state.ts';
import { openAndSend } from '#renderer/state/exchange.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import styles from './ServerCard.module.css';

/** Neutral pictures of the fault: a verdict is drawn only after there was one. */
const icons: Readonly<Record<PlaygroundServerId, IconName>> = {
  good: 'trust',
  expired: 'calendar',
  'wrong-host': 'host',
  'self-signed': 'edit',
  'missing-intermediate': 'unlink',
  'weak-key': 'key',
  'client-certificate': 'identity',
  'breaks-off': 'unlink',
  revoked: 'ban',
  tls12: 'clock',
  slow: 'refresh',
  streaming: 'stream',
  large: 'file',
};

interface ServerCardProps {
  readonly server: PlaygroundServer;
  /** Where a new user begins. */
  readonly isStart: boolean;
}

/** A server to send to. */
export function ServerCard({ server, isStart }: ServerCardProps) {
  const host = /^https?:\/\/([^/?#]*)/.exec(server.url)?.[1] ?? server.url;
  return (
    <article className={classes(styles['card'], isStart && styles['start'])} aria-label={server.title}>
      <Icon name={icons[server.id]} />
      <h3>{server.title}</h3>
      {isStart ? <span className={styles['tag']}>start here</span> : null}
      <p>{server.description}</p>
      <span className={styles['address']}>{host}</span>
      <Button
        size="small"
        variant={isStart ? 'primary' : 'default'}
        className={styles['send']}
        aria-label={`Send to ${server.title}`}
        onPress={() => void openAndSend(server.url)}
      >
        Send
      </Button>
    </article>
  );
}
