import { useState } from 'react';
import { AcceptedProblems } from './AcceptedProblems.tsx';
import { ExceptionBound } from './ExceptionBound.tsx';
import { exceptionProblem, problemsByKind, stopsAgain, type ExceptionDecision } from './exceptionDecision.ts';
import { ExceptionFrame } from './ExceptionFrame.tsx';
import { nearEnd } from './exceptionUntil.ts';
import { ExceptionUntilField } from './ExceptionUntilField.tsx';
import { portOf, serverProblem, type Server } from './server.ts';
import { ServerFields } from './ServerFields.tsx';
import { StopsAgain } from './StopsAgain.tsx';
import { useJudgedLeaf } from './useJudgedLeaf.ts';
import type { Finding, FindingKind } from '#core/trust/verdict.ts';
import { decodePem } from '#renderer/ui/decodeBag.ts';
import { numberedFindings } from '#renderer/ui/findingNumbers.ts';
import { TextField } from '#renderer/ui/TextField.tsx';

export interface ExceptionDialogProps {
  /** PEM of the server's certificate. */
  readonly leafPem: string;
  /** Who is asked; without it, it is typed. */
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** What stopped the request; absent: the certificate is judged by itself. */
  readonly findings?: readonly Finding[] | undefined;
  /** Of the exception that is renewed. */
  readonly note?: string | undefined;
  readonly onClose: () => void;
  /** Called when it is stored, with a sentence about it. */
  readonly onDone?: ((words: string) => void) | undefined;
}

/**
 * Accept known problems of one certificate of one server, until a near end.
 *
 * Lists all that stops the request with its numbers, and what makes it stop again. What no exception can accept is said, and
 * then nothing can be decided here. The button that widens trust is never focused first.
 */
export function ExceptionDialog({ leafPem, host, port, findings, note = '', ...props }: ExceptionDialogProps) {
  // One moment for the whole dialog: the end must not move while it is being read.
  const [now] = useState(() => Date.now());
  const [server, setServer] = useState<Server>({ host: host ?? '', port: String(port ?? 443) });
  const [until, setUntil] = useState(() => nearEnd(now));
  /** Kinds that were unticked. */
  const [left, setLeft] = useState<readonly FindingKind[]>([]);
  const [words, setWords] = useState(note);
  const certificate = decodePem(leafPem);
  const judged = useJudgedLeaf(leafPem, findings === undefined ? server : undefined);
  if (certificate === undefined) return null;
  const problems = problemsByKind(numberedFindings(findings ?? judged ?? []));
  const ticked = problems.filter(({ kind, isAcceptable }) => isAcceptable && !left.includes(kind));
  const accepted = new Set(ticked.map(({ kind }) => kind));
  const decision: ExceptionDecision = { host: server.host, port: portOf(server) ?? 0, accepted, until, note: words };
  return (
    <ExceptionFrame
      leafPem={leafPem}
      problems={problems}
      decision={decision}
      problem={serverProblem(server) ?? exceptionProblem(problems, decision, now)}
      now={now}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      {host === undefined ? <ServerFields certificate={certificate} value={server} onChange={setServer} /> : null}
      <ExceptionBound host={host} port={port ?? 443} certificate={certificate} />
      <AcceptedProblems
        problems={problems}
        accepted={accepted}
        source={findings !== undefined ? 'refusal' : judged === undefined ? 'not-judged' : 'judged'}
        onToggle={(kind) => {
          setLeft(left.includes(kind) ? left.filter((one) => one !== kind) : [...left, kind]);
        }}
      />
      {problems.every(({ isAcceptable }) => isAcceptable) ? (
        <>
          <ExceptionUntilField value={until} onChange={setUntil} now={now} />
          <TextField label="Note" placeholder="Why, and who mends it" value={words} onChange={setWords} />
          <StopsAgain lines={stopsAgain(problems, decision, certificate.notAfter)} />
        </>
      ) : null}
    </ExceptionFrame>
  );
}
