import { useState } from 'react';
import { CandidateTable } from './CandidateTable.tsx';
import { candidateWords, initiallyTicked } from './candidateWords.ts';
import { ImportProblems } from './ImportChoice.tsx';
import type { ImportRead } from './readImport.ts';
import { patternProblem } from './scopeChoice.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { dateIn, DEFAULT_DAYS, untilOf, untilProblem, type Until } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import { call } from '#renderer/call.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatPlural } from '#core/format.ts';
import styles from './ImportDialog.module.css';

interface ImportPreviewProps {
  readonly read: ImportRead;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

/** Every certificate that was found, what happens to each, and the limits for those that are trusted. */
export function ImportPreview({ read, onBack, onClose }: ImportPreviewProps) {
  const [now] = useState(() => Date.now());
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => initiallyTicked(read.candidates));
  const [scope, setScope] = useState<readonly string[]>([]);
  const [until, setUntil] = useState<Until>({ kind: 'never', date: dateIn(DEFAULT_DAYS, now) });
  const [error, setError] = useState<string>();
  const chosen = read.candidates.filter((candidate) => ticked.has(candidate.sha256));
  const possible = read.candidates.some((candidate) => candidateWords(candidate).state === 'offered');
  const problem = chosen.length === 0 ? 'Tick at least one authority.' : untilProblem(until, now);
  const authorities = formatPlural(chosen.length, 'authority', 'authorities');

  const trust = async (): Promise<void> => {
    const end = untilOf(until);
    const anchors = chosen.map((candidate) => ({
      pem: candidate.pem,
      scope: [...scope],
      origin: read.origins.get(candidate.sha256) ?? ({ kind: 'paste' } as const),
      ...(end === undefined ? {} : { trustedUntil: end }),
    }));
    const result = await call('trust.add', { anchors });
    if (!result.ok) {
      setError(explainTrustFailure(result.error));
      return;
    }
    applyTrust(result);
    notify(`${authorities} trusted`);
    const first = chosen[0];
    if (first !== undefined) showAnchor(first.sha256);
    onClose();
  };

  return (
    <Dialog
      title={`Import ${formatPlural(read.candidates.length, 'certificate')}`}
      subtitle="Nothing changes until you press Trust."
      width={900}
      onClose={onClose}
      footnote={chosen.length === 0 ? 'Nothing is ticked.' : effectWords(scope, chosen.length)}
      actions={
        <>
          <Button variant="quiet" onPress={onBack}>
            Back
          </Button>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={problem !== undefined} why={problem} onPress={() => void trust()}>
            {chosen.length === 0 ? 'Trust' : `Trust ${authorities}`}
          </Button>
        </>
      }
    >
      <ImportProblems problems={read.problems} />
      <CandidateTable candidates={read.candidates} ticked={ticked} onTick={setTicked} now={now} />
      {possible ? (
        <div className={styles['limits']}>
          <ChipField
            label="Trust for"
            values={scope}
            onChange={setScope}
            placeholder="host, *.domain, address/mask, host:port"
            validate={patternProblem}
            help="Leave it empty to trust for every host."
          />
          <UntilField value={until} onChange={setUntil} now={now} />
        </div>
      ) : null}
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error} Nothing was stored.
        </p>
      )}
    </Dialog>
  );
}

function effectWords(scope: readonly string[], count: number): string {
  const who = count === 1 ? 'It' : 'They';
  return scope.length === 0
    ? `${who} will be believed for every host.`
    : `${who} will be believed only for ${scope.join(', ')}.`;
}
