import { useEffect, useState } from 'react';
import { MoveList } from './MoveList.tsx';
import { useMovePlan } from './useMovePlan.ts';
import { formatPlural } from '#core/format.ts';
import type { MoveEntry, MovePlan } from '#core/trust/move.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './MoveDialog.module.css';

interface MoveDialogProps {
  /** The trust file. */
  readonly path: string;
  readonly onClose: () => void;
}

/** What a trust file would change here, entry by entry; a person chooses, and only then something changes. */
export function MoveDialog({ path, onClose }: MoveDialogProps) {
  const move = useMovePlan(path, onClose);
  const name = path.split(/[\\/]/).at(-1) ?? path;
  if (move.plan === undefined) {
    return (
      <Dialog
        title={`Import ${name}`}
        width={560}
        onClose={onClose}
        actions={<Button onPress={onClose}>{move.problem === undefined ? 'Cancel' : 'Close'}</Button>}
      >
        {move.problem === undefined ? (
          <Skeleton label="Comparing the file with what stands here" lines={4} />
        ) : (
          <p role="alert" className={styles['problem']}>
            {move.problem}
          </p>
        )}
      </Dialog>
    );
  }
  return <Plan name={name} {...move} plan={move.plan} onClose={onClose} />;
}

interface PlanProps {
  readonly name: string;
  readonly plan: MovePlan;
  readonly problem: string | undefined;
  readonly isApplying: boolean;
  readonly apply: (keys: readonly string[]) => void;
  readonly onClose: () => void;
}

function Plan({ name, plan, problem, isApplying, apply, onClose }: PlanProps) {
  const changes = plan.entries.filter(({ effect }) => effect !== 'same');
  const same = plan.entries.length - changes.length;
  // What widens trust is ticked by a person, never by us.
  const [ticked, setTicked] = useState(() => new Set(changes.filter(isHarmless).map(({ key }) => key)));
  useEffect(() => {
    setTicked(
      new Set(plan.entries.filter((entry) => entry.effect !== 'same' && isHarmless(entry)).map(({ key }) => key)),
    );
  }, [plan]);
  const wider = changes.filter(({ key, direction }) => direction === 'wider' && ticked.has(key)).length;
  return (
    <Dialog
      title={`Import ${name}`}
      subtitle={`Written ${formatDateTime(plan.writtenAt)} by ${plan.writtenBy}. Nothing changes until you press Apply.`}
      width={900}
      onClose={onClose}
      footnote={footnoteOf(changes.length, same, wider)}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            {changes.length === 0 ? 'Close' : 'Cancel'}
          </Button>
          {changes.length === 0 ? null : (
            <Button
              variant="primary"
              isDisabled={ticked.size === 0 || isApplying}
              why={isApplying ? 'It is being stored.' : 'Tick what is to be changed.'}
              onPress={() => {
                apply([...ticked]);
              }}
            >
              {ticked.size === 0 ? 'Apply' : `Apply ${formatPlural(ticked.size, 'change')}`}
            </Button>
          )}
        </>
      }
    >
      {problem === undefined ? null : (
        <p role="alert" className={styles['problem']}>
          {problem}
        </p>
      )}
      {changes.length === 0 ? (
        <p className={styles['same']}>All {formatPlural(same, 'entry', 'entries')} stand here as in the file.</p>
      ) : (
        <MoveList changes={changes} ticked={ticked} onTick={setTicked} />
      )}
    </Dialog>
  );
}

function isHarmless({ direction }: MoveEntry): boolean {
  return direction !== 'wider';
}

function footnoteOf(changes: number, same: number, wider: number): string {
  if (changes === 0) return 'A file never removes anything.';
  const alike = same === 0 ? '' : `${formatPlural(same, 'entry', 'entries')} stand here as in the file. `;
  const widened =
    wider === 0
      ? 'Nothing ticked lets more servers be believed.'
      : `${formatPlural(wider, 'ticked change lets', 'ticked changes let')} more servers be believed.`;
  return `${alike}${widened}`;
}
