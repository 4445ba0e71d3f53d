import { useState } from 'react';
import type { Decided } from './decided.ts';
import { keptBack } from './keptBack.ts';
import { NextStep } from './NextStep.tsx';
import type { Refused } from './refused.ts';
import { curlCommand, opensslCommand } from '#core/diagnose/command.ts';
import { ownerReport } from '#core/diagnose/ownerReport.ts';
import type { Exchange } from '#core/http/exchange.ts';
import { useDiagnoses } from '#renderer/state/diagnose.ts';
import { saveReport } from '#renderer/state/report.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { ReportDialog } from '#renderer/ui/ReportDialog.tsx';
import styles from './WhyStopped.module.css';

interface RefusalTitleProps {
  readonly exchange: Exchange;
  readonly refused: Refused;
  readonly draftId: string;
  readonly decided: Decided | undefined;
}

/** What could not be proven, what happened to the request, and what comes next. */
export function RefusalTitle({ exchange, refused, draftId, decided }: RefusalTitleProps) {
  const { host, port } = refused;
  return (
    <section className={styles['title']} aria-label="What happened">
      <Glyph kind="untrusted" size={28} name="hidden" />
      <div>
        <h2>This server could not prove that it is {host}</h2>
        <p>Wireglass closed the connection before any byte of the request was sent. {keptBack(exchange.request)}</p>
        {decided === undefined ? null : <NextStep key={decided.words} decided={decided} draftId={draftId} />}
        <div className={styles['actions']}>
          <CopyButton text={opensslCommand(host, port)} label="Copy openssl command" look="words" />
          <CopyButton text={curlCommand(host, port)} label="Copy curl command" look="words" />
          <OwnerReport exchange={exchange} refused={refused} />
        </div>
      </div>
    </section>
  );
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
