import type { Decided } from './decided.ts';
import { keptBack } from './keptBack.ts';
import { NextStep } from './NextStep.tsx';
import { opensslCommand } from './opensslCommand.ts';
import type { RequestRecord } from '#core/http/exchange.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import styles from './WhyStopped.module.css';

interface RefusalTitleProps {
  readonly request: RequestRecord;
  readonly host: string;
  readonly port: number;
  readonly draftId: string;
  readonly decided: Decided | undefined;
}

/** What could not be proven, what happened to the request, and what comes next. */
export function RefusalTitle({ request, host, port, draftId, decided }: RefusalTitleProps) {
  return (
    <section className={styles['title']} aria-label="What happened">
      <Glyph kind="untrusted" size={28} name="hidden" />
      <div>
        <h2>This server could not prove that it is {host}</h2>
        <p>Wireglass closed the connection before any byte of the request was sent. {keptBack(request)}</p>
        {decided === undefined ? null : <NextStep key={decided.words} decided={decided} draftId={draftId} />}
        <div className={styles['actions']}>
          <CopyButton text={opensslCommand(host, port)} label="Copy openssl command" look="words" />
        </div>
      </div>
    </section>
  );
}
