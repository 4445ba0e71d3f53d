import { useEffect } from 'react';
import type { PlaygroundServer } from '#core/playground/state.ts';
import { useHistory } from '#renderer/state/history.ts';
import { startPlayground, stopPlayground, usePlayground } from '#renderer/state/playground.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classes } from '#renderer/ui/classes.ts';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import { formatPlural } from '#core/format.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import { ServerCard } from './ServerCard.tsx';
import { nextStep, steps } from './steps.ts';
import styles from './StartPage.module.css';

/** The tour: a few steps, and the servers to take them with. Opening it starts the servers. */
export function StartPage() {
  const playground = usePlayground();
  const history = useHistory();
  const trust = useTrust();
  const { status, servers, problem } = playground;

  useEffect(() => {
    void startPlayground();
  }, []);

  const next = nextStep({
    entries: history.status === 'ready' ? history.entries : [],
    playground,
    trust: trust.status === 'ready' ? trust.trust : undefined,
  });
  return (
    <div className={styles['start']} data-pane="playground">
      <div className={styles['inner']}>
        <h1>See what TLS did. Decide what to trust.</h1>
        <p className={styles['intro']}>
          The playground runs small servers on this computer, each with its own fault. Four steps, about two minutes, no
          network.
        </p>
        <Steps next={next} />
        {problem === undefined ? null : (
          <ErrorState
            title="The servers could not be started"
            action={<Button onPress={() => void startPlayground()}>Try again</Button>}
          >
            {problem}
          </ErrorState>
        )}
        {status === 'starting' ? <Skeleton label="Starting the servers" lines={9} /> : null}
        {status === 'off' && problem === undefined ? (
          <p className={styles['off']}>
            The servers are off.
            <Button icon="play" onPress={() => void startPlayground()}>
              Start servers
            </Button>
          </p>
        ) : null}
        {status === 'on' ? <Servers servers={servers} isFirst={next === 1} /> : null}
      </div>
    </div>
  );
}

function Steps({ next }: { readonly next: number }) {
  return (
    <ol className={styles['steps']}>
      {steps.map(({ title, text }, index) => (
        <li
          key={title}
          className={classes(styles['step'], index + 1 === next && styles['on'], index + 1 < next && styles['done'])}
          {...(index + 1 === next ? { 'aria-current': 'step' as const } : {})}
        >
          <span className={styles['number']}>{index + 1}</span>
          <b className={styles['stepTitle']}>{title}</b>
          <span className={styles['stepText']}>{text}</span>
        </li>
      ))}
    </ol>
  );
}

function Servers({ servers, isFirst }: { readonly servers: readonly PlaygroundServer[]; readonly isFirst: boolean }) {
  const untrusted = servers.filter((server) => server.group === 'untrusted');
  const different = servers.filter((server) => server.group === 'different');
  return (
    <>
      <section>
        <header className={styles['head']}>
          <h2>Servers you should not trust yet</h2>
          <span>{formatPlural(untrusted.length, 'server')}, one private CA made for you just now</span>
          <Button variant="quiet" size="small" className={styles['stop']} onPress={() => void stopPlayground()}>
            Stop servers
          </Button>
        </header>
        <Cards servers={untrusted} isFirst={isFirst} />
      </section>
      <section>
        <header className={styles['head']}>
          <h2>Servers that behave differently</h2>
          <span>Trusted once you trust the playground CA</span>
        </header>
        <Cards servers={different} isFirst={false} />
      </section>
    </>
  );
}

function Cards({ servers, isFirst }: { readonly servers: readonly PlaygroundServer[]; readonly isFirst: boolean }) {
  return (
    <div className={styles['cards']}>
      {servers.map((server) => (
        <ServerCard key={server.id} server={server} isStart={isFirst && server.id === 'good'} />
      ))}
    </div>
  );
}
