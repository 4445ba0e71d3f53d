import { useState } from 'react';
import { curlCommand, opensslCommand } from '#core/diagnose/command.ts';
import { ownerReport } from '#core/diagnose/ownerReport.ts';
import type { CertificateBag, Exchange, ExchangeFailure } from '#core/http/exchange.ts';
import { useDiagnoses, type AskedServer } from '#renderer/state/diagnose.ts';
import { selectActive, setUrl, useExchanges } from '#renderer/state/exchange.ts';
import { notify } from '#renderer/state/notice.ts';
import { saveReport } from '#renderer/state/report.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { focusAddress } from '#renderer/ui/focusAddress.ts';
import { ReportDialog } from '#renderer/ui/ReportDialog.tsx';
import { plainUrl } from './plainUrl.ts';

interface FailureActionsProps {
  readonly exchange: Exchange;
  readonly certificates: CertificateBag;
  readonly failure: ExchangeFailure;
  readonly asked: AskedServer;
}

/** What can be done about a connection that did not come about, beside trying again. */
export function FailureActions({ exchange, certificates, failure, asked }: FailureActionsProps) {
  const plain = failure.kind === 'not-tls' && failure.spoken === 'http' ? plainUrl(exchange.request.url) : undefined;
  // Before anybody was reached, there is nothing to look at from outside or to report.
  if (exchange.connection === undefined) return null;
  return (
    <>
      {plain === undefined ? null : <TryPlain url={plain} />}
      <CopyButton text={opensslCommand(asked.host, asked.port)} label="Copy openssl command" look="words" />
      <CopyButton text={curlCommand(asked.host, asked.port)} label="Copy curl command" look="words" />
      <OwnerReport exchange={exchange} certificates={certificates} asked={asked} />
    </>
  );
}

/** Changes the address and sends nothing: everyone on the way could read it. */
function TryPlain({ url }: { readonly url: string }) {
  const draftId = useExchanges((state) => selectActive(state).id);
  return (
    <Button
      icon="edit"
      onPress={() => {
        setUrl(draftId, url);
        focusAddress();
        notify('The address begins with http:// now. Nothing is sent until you press Send; it would not be encrypted.');
      }}
    >
      Change the address to http://
    </Button>
  );
}

function OwnerReport({ exchange, certificates, asked }: Omit<FailureActionsProps, 'failure'>) {
  const [isOpen, setOpen] = useState(false);
  const look = useDiagnoses(({ probes }) => probes[exchange.id]);
  const probed = look?.status === 'done' ? look.found : undefined;
  const text = isOpen ? ownerReport({ exchange, certificates, ...asked, probed }) : '';
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
          onSave={() => void saveReport(asked.host, text)}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}
