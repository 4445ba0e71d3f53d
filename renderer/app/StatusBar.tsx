import { Button } from 'react-aria-components';
import { classes } from '#renderer/ui/classes.ts';
import { formatBytes, formatCount, formatPlural } from '#core/format.ts';
import { Icon } from '#renderer/ui/Icon.tsx';
import { useHistory } from '#renderer/state/history.ts';
import { goTo } from '#renderer/state/navigation.ts';
import { usePlayground } from '#renderer/state/playground.ts';
import { countTrusted, useTrust } from '#renderer/state/trust.ts';
import styles from './StatusBar.module.css';

/** What holds for the whole window. Its facts lead to the place where they can be changed. */
export function StatusBar() {
  return (
    <footer className={styles['status']} data-pane="status">
      <span>
        <Icon name="trust" size={12} />
        Every TLS connection is checked
      </span>
      <TrustFact />
      <HistoryFact />
      <PlaygroundFact />
    </footer>
  );
}

function TrustFact() {
  const state = useTrust();
  if (state.status === 'loading') return <span />;
  const text =
    state.status === 'failed'
      ? 'Trust cannot be read: nothing is sent'
      : (['custom', 'system', 'bundled'] as const)
          .map((source) =>
            source !== 'custom' && !state.trust.sources[source]
              ? `${source} off`
              : `${formatCount(countTrusted(state.trust, source))} ${source}`,
          )
          .join(' · ');
  return (
    <Button
      className={classes(styles['fact'])}
      onPress={() => {
        goTo('trust');
      }}
    >
      {state.status === 'failed' ? text : `Trust: ${text}`}
    </Button>
  );
}

function HistoryFact() {
  const state = useHistory();
  if (state.status !== 'ready') return <span className={styles['push']} />;
  const size = state.total === 0 ? '' : ` · ${formatBytes(state.bytesOnDisk)}`;
  return <span className={styles['push']}>{formatPlural(state.total, 'exchange') + size}</span>;
}

function PlaygroundFact() {
  const { status, servers } = usePlayground();
  const ports = servers.map((server) => server.port);
  const text =
    status === 'off'
      ? 'Playground off'
      : status === 'starting'
        ? 'Playground starting'
        : `Playground: ${formatPlural(servers.length, 'server')}, ports ${String(Math.min(...ports))} to ${String(Math.max(...ports))}`;
  return (
    <Button
      className={classes(styles['fact'])}
      onPress={() => {
        goTo('playground');
      }}
    >
      {text}
    </Button>
  );
}
