import { useState } from 'react';
import type { Asked } from './DecisionDialog.tsx';
import type { Decided } from './decided.ts';
import type { ExceptionBearing } from './exceptionBearing.ts';
import { keptBack } from './keptBack.ts';
import { MoreMenu } from './MoreMenu.tsx';
import { NextStep } from './NextStep.tsx';
import type { Refused } from './refused.ts';
import { StoppedAgain } from './StoppedAgain.tsx';
import { opensslCommand } from '#core/diagnose/command.ts';
import { ownerReport } from '#core/diagnose/ownerReport.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { isWithdrawn } from '#core/http/padlock.ts';
import { useDiagnoses } from '#renderer/state/diagnose.ts';
import { saveReport } from '#renderer/state/report.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { ReportDialog } from '#renderer/ui/ReportDialog.tsx';
import { compareWithExcepted } from './compareWithExcepted.ts';
import styles from './WhyStopped.module.css';

interface RefusalTitleProps {
  readonly exchange: Exchange;
  readonly refused: Refused;
  readonly draftId: string;
  readonly decided: Decided | undefined;
  readonly bearing: ExceptionBearing | undefined;
  readonly now: number;
  readonly onAsk: (asked: Asked) => void;
}

/** What could not be proven, what happened to the request, and what comes next. */
export function RefusalTitle({ exchange, refused, draftId, decided, bearing, now, onAsk }: RefusalTitleProps) {
  const { host, port } = refused;
  return (
    <section className={styles['title']} aria-label="What happened">
      <Glyph kind="untrusted" size={28} name="hidden" />
      <div>
        <h2>
          {isWithdrawn(exchange) ? `Trust in ${host} was taken back` : `This server could not prove that it is ${host}`}
        </h2>
        <p>{happened(exchange)}</p>
        {bearing?.kind === 'stopped' && decided === undefined ? (
          <StoppedAgain
            bearing={bearing}
            now={now}
            onCompare={() => void compareWithExcepted(refused, bearing.exception)}
            onRenew={() => {
              onAsk({ kind: 'except', note: bearing.exception.note });
            }}
          />
        ) : null}
        {decided === undefined ? null : <NextStep key={decided.words} decided={decided} draftId={draftId} />}
        <div className={styles['actions']}>
          <Button
            icon="calendar"
            onPress={() => {
              onAsk({ kind: 'except' });
            }}
          >
            Exception until…
          </Button>
          <CopyButton text={opensslCommand(host, port)} label="Copy openssl command" look="words" />
          <OwnerReport exchange={exchange} refused={refused} />
          <MoreMenu refused={refused} draftId={draftId} onAsk={onAsk} />
        </div>
      </div>
    </section>
  );
}

/** What became of the request itself. */
function happened(exchange: Exchange): string {
  if (isWithdrawn(exchange)) {
    return 'It was trusted when the request was sent. Trust was taken back while it ran, so the connection was closed: the server may have acted on the request, and what it answered is not kept.';
  }
  return `Wireglass closed the connection before any byte of the request was sent. ${keptBack(exchange.request)}`;
}

function OwnerReport({ exchange, refused }: Pick<RefusalTitleProps, 'exchange' | 'refused'>) {
  const [isOpen, setOpen] = useState(false);
  const look = useDiagnoses(({ chains }) => chains[exchange.id]);
  const { host, port, certificates } = refused;
  const completion = look?.status === 'done' ? look.found : undefined;
  const text = isOpen ? ownerReport({ exchange, certificates, host, port, completion }) : '';
  return (
    <>
      <Button
        icon="export"
        onPress={() => {
          setOpen(true);
        }}
      >
        Report for the server’s owner…
      </Button>
      {isOpen ? (
        <ReportDialog
          text={text}
          onSave={() => void saveReport(host, text)}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}
