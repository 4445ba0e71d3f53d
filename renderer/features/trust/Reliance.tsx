import { useEffect, useState } from 'react';
import { formatCount, formatPlural } from '#core/format.ts';
import { patternFor } from '#core/trust/pattern.ts';
import type { Reliance as Relied } from '#core/trust/effectivePreview.ts';
import { call } from '#renderer/call.ts';
import { openEntry } from '#renderer/state/openEntry.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatDate } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './AnchorPanel.module.css';

/** As many hosts as have room beside the other facts. */
const LISTED = 5;

/** Which hosts of the history were believed because of this anchor; each leads to its last exchange. */
export function Reliance({ sha256, revision }: { readonly sha256: string; readonly revision: number }) {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly relied: Relied | undefined }>();
  const [isAll, setAll] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    const say = (relied: Relied | undefined): void => {
      if (isCurrent) setAnswer({ of: sha256, relied });
    };
    call('trust.reliance', { sha256 }).then(
      (result) => {
        say(result.ok ? result.value : undefined);
      },
      () => {
        say(undefined);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [sha256, revision]);

  const relied = answer?.of === sha256 ? answer.relied : undefined;
  return (
    <section aria-label="What relies on it">
      <h3 className={styles['label']}>What relies on it</h3>
      {answer?.of === sha256 ? null : <Skeleton label="Looking through the history" lines={1} />}
      {answer?.of === sha256 && relied === undefined ? (
        <p className={styles['help']}>The history could not be read.</p>
      ) : null}
      {relied === undefined ? null : <p className={styles['help']}>{reliedWords(relied)}</p>}
      {relied === undefined || relied.hosts.length === 0 ? null : (
        <ul className={styles['hosts']}>
          {(isAll ? relied.hosts : relied.hosts.slice(0, LISTED)).map((host) => (
            <li key={patternFor(host.host, host.port)}>
              <LinkButton onPress={() => void openEntry(host.lastExchange)} className={styles['host']}>
                {patternFor(host.host, host.port).replace(/:443$/, '')}
              </LinkButton>
              <span title={`Last on ${formatDate(host.lastAt)}`}>{formatCount(host.exchanges)}</span>
            </li>
          ))}
        </ul>
      )}
      {relied === undefined || relied.hosts.length <= LISTED || isAll ? null : (
        <Button
          variant="quiet"
          size="small"
          onPress={() => {
            setAll(true);
          }}
        >
          Show all {formatCount(relied.hosts.length)}
        </Button>
      )}
    </section>
  );
}

/** '3 hosts, 41 exchanges in your history.' */
function reliedWords({ hosts, exchanges }: Relied): string {
  if (hosts.length === 0) return 'No exchange in your history.';
  return `${formatPlural(hosts.length, 'host')}, ${formatPlural(exchanges, 'exchange')} in your history.`;
}
