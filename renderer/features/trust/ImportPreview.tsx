import { useMemo, useState } from 'react';
import { CandidateBar } from './CandidateBar.tsx';
import { fileWords } from './fileWords.ts';
import { filterCandidates } from './candidateFilter.ts';
import { CandidateTable } from './CandidateTable.tsx';
import { ExceptionDialog } from './ExceptionDialog.tsx';
import { ImportProblems } from './ImportChoice.tsx';
import { comparisonProblem, nothingCompared } from './importComparison.ts';
import { importEffectWords } from './importEffectWords.ts';
import { ImportFingerprints } from './ImportFingerprints.tsx';
import { ImportLimits } from './ImportLimits.tsx';
import { foundWords, planProblem, planWords, withTicks, type Candidate } from './importPlan.ts';
import { importProgressWords } from './importProgressWords.ts';
import { ImportBar } from './ImportReading.tsx';
import { LockedFiles } from './LockedFiles.tsx';
import { useAddRead } from './useAddRead.ts';
import type { Import, ImportState } from './useImport.ts';
import { useImportEffect } from './useImportEffect.ts';
import { usePlan } from './usePlan.ts';
import { explainReadFailure } from '#core/trust/explainReadFailure.ts';
import { notify } from '#renderer/state/notice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import styles from './ImportDialog.module.css';

interface ImportPreviewProps {
  readonly job: Import;
  readonly state: Extract<ImportState, { readonly status: 'read' }>;
  readonly onClose: () => void;
}

/** Every certificate that was found, what happens to each, and the limits for those that are trusted. */
export function ImportPreview({ job, state, onClose }: ImportPreviewProps) {
  const { ask, read } = state;
  // One moment for the whole dialog: the end must not move while it is being read.
  const [now] = useState(() => Date.now());
  const asked = ask.kind === 'server' ? ask : undefined;
  const planned = usePlan(read, asked, now);
  const { candidates, choices, plan } = planned;
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => filterCandidates(candidates, filter), [candidates, filter]);
  const [comparison, setComparison] = useState(nothingCompared);
  const [excepting, setExcepting] = useState<Candidate>();
  const names = [...new Set(read.problems.map(({ name }) => name))];
  const isEach = planned.mode === 'each';
  const limits = (isEach ? plan.anchors : plan.anchors.slice(0, 1)).map((anchor) => planned.limitsOf(anchor));
  const effect = useImportEffect(
    plan.anchors.length > 5 ? [] : plan.anchors.map((anchor) => ({ anchor, ...planned.limitsOf(anchor) })),
  );
  const storing = useAddRead({ jobId: state.jobId, plan, limitsOf: planned.limitsOf, comparison, onClose });
  const isBusy = state.again === 'running' || storing.status === 'storing';
  const problem =
    (isBusy ? 'It is being worked on.' : undefined) ??
    planProblem(plan, limits, now) ??
    comparisonProblem(plan.anchors, comparison);
  const close = (): void => {
    storing.stop();
    onClose();
  };

  return (
    <Dialog
      title={`Import from ${ask.title}`}
      subtitle={
        read.found.length === 0
          ? 'It opens with its password. Nothing changes until you press Trust.'
          : `${foundWords(read.found)} Nothing changes until you press Trust.`
      }
      width={900}
      onClose={close}
      footnote={
        isBusy
          ? importProgressWords(state.progress)
          : read.found.length === 0
            ? ''
            : importEffectWords(
                plan,
                limits.map(({ scope }) => scope),
                effect,
              )
      }
      actions={
        <>
          {isBusy ? null : (
            <Button variant="quiet" onPress={job.back}>
              Back
            </Button>
          )}
          <Button onPress={isBusy ? (storing.status === 'storing' ? storing.stop : job.stop) : close}>
            {isBusy ? 'Stop' : 'Cancel'}
          </Button>
          {read.found.length === 0 ? null : (
            <Button variant="primary" isDisabled={problem !== undefined} why={problem} onPress={storing.start}>
              {planWords(plan)}
            </Button>
          )}
        </>
      }
    >
      <ImportProblems
        problems={read.problems.map(({ name, failure }) => ({
          name: fileWords(name, names),
          words: explainReadFailure(failure),
        }))}
      />
      <LockedFiles locked={read.locked} state={state.again === 'running' ? 'opening' : 'waiting'} onOpen={job.unlock} />
      {isBusy ? (
        <ImportBar label={storing.status === 'storing' ? 'Storing' : 'Reading'} progress={state.progress} />
      ) : null}
      {read.found.length === 0 ? null : (
        <>
          <CandidateBar
            candidates={candidates}
            shown={shown}
            choices={choices}
            filter={filter}
            onFilter={setFilter}
            onTick={(members, tick) => {
              planned.setChoices(withTicks(choices, members, tick));
            }}
          />
          <CandidateTable
            candidates={shown}
            choices={choices}
            onChoose={({ found }, role) => {
              planned.setChoices(new Map(choices).set(found.sha256, role ?? 'none'));
            }}
            onException={setExcepting}
            now={now}
          />
          <ImportLimits state={planned} now={now} />
          <ImportFingerprints anchors={plan.anchors} comparison={comparison} onChange={setComparison} />
        </>
      )}
      {storing.status === 'failed' ? (
        <p className={styles['error']} role="alert">
          {storing.words} Nothing was stored.{' '}
          {storing.remedy === 'read-again' ? <LinkButton onPress={job.readAgain}>Read it again</LinkButton> : null}
        </p>
      ) : null}
      {excepting?.found.pem === undefined ? null : (
        <ExceptionDialog
          leafPem={excepting.found.pem}
          host={asked?.host}
          port={asked?.port}
          onDone={notify}
          onClose={() => {
            setExcepting(undefined);
          }}
        />
      )}
    </Dialog>
  );
}
