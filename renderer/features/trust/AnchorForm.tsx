import { useEffect, useState, type ReactNode } from 'react';
import { dropDraft, keepDraft, useDrafts } from './anchorDrafts.ts';
import { DryRunView } from './DryRunView.tsx';
import { anchorChanges, formOf, type AnchorFormValues } from './formChanges.ts';
import { storeAnchor } from './changeTrust.ts';
import { patternProblem } from './scopeChoice.ts';
import { matchWords, scopeWords } from './scopeWords.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { untilOf, untilProblem } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import { useDryRun } from './useDryRun.ts';
import type { Anchor } from '#core/trust/anchor.ts';
import { followHosts, useHosts } from '#renderer/state/host.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { TextArea } from '#renderer/ui/TextArea.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './AnchorPanel.module.css';

interface AnchorFormProps {
  readonly anchor: Anchor;
  readonly now: number;
  /** What stands below the fields. */
  readonly below: ReactNode;
  /** More buttons of the footer. */
  readonly children: ReactNode;
}

/**
 * What the user said about a custom anchor, to be changed. Nothing counts until it is saved; what is not saved stays while another
 * anchor is looked at. Another scope or end shows what it would do to the hosts of the history.
 */
export function AnchorForm({ anchor, now, below, children }: AnchorFormProps) {
  const { sha256 } = anchor;
  const form = useDrafts((drafts) => drafts[sha256]) ?? formOf(anchor, now);
  const [error, setError] = useState<string>();
  const changes = anchorChanges(anchor, form);
  const problem = form.label.trim() === '' ? 'It needs a name.' : untilProblem(form.until, now);
  const edit = (values: Partial<AnchorFormValues>): void => {
    const edited = { ...form, ...values };
    // Typed back to what is stored, there is nothing to save.
    if (anchorChanges(anchor, edited) === undefined && edited.until.kind === formOf(anchor, now).until.kind)
      dropDraft(sha256);
    else keepDraft(sha256, edited);
    setError(undefined);
  };
  const save = async (): Promise<void> => {
    if (changes === undefined) return;
    const stored = await storeAnchor(anchor, changes);
    if (stored.ok) dropDraft(sha256);
    setError(stored.ok ? undefined : explainTrustFailure(stored.error));
  };
  return (
    <>
      <div className={styles['body']}>
        <TextField
          label="Name"
          value={form.label}
          onChange={(label) => {
            edit({ label });
          }}
        />
        <AnchorScope
          scope={form.scope}
          onChange={(scope) => {
            edit({ scope });
          }}
        />
        <UntilField
          label="Trusted until"
          value={form.until}
          onChange={(until) => {
            edit({ until });
          }}
          now={now}
        />
        <TextArea
          label="Note"
          rows={2}
          value={form.note}
          onChange={(note) => {
            edit({ note });
          }}
        />
        {below}
      </div>
      <FormEffect
        anchor={anchor}
        form={form}
        isChanged={problem === undefined && anchor.enabled && touchesReach(changes)}
      />
      {error === undefined ? null : (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
      <footer className={styles['foot']}>
        <Button
          variant="primary"
          isDisabled={changes === undefined || problem !== undefined}
          why={problem ?? 'Nothing was changed.'}
          onPress={() => void save()}
        >
          Save
        </Button>
        <Button
          isDisabled={changes === undefined}
          why="Nothing was changed."
          onPress={() => {
            dropDraft(sha256);
            setError(undefined);
          }}
        >
          Revert
        </Button>
        {children}
      </footer>
    </>
  );
}

/** Whether a change can move a verdict: a name and a note cannot, nor can anything of an anchor that is off. */
function touchesReach(changes: ReturnType<typeof anchorChanges>): boolean {
  return changes?.scope !== undefined || changes?.trustedUntil !== undefined;
}

interface FormEffectProps {
  readonly anchor: Anchor;
  readonly form: AnchorFormValues;
  readonly isChanged: boolean;
}

function FormEffect({ anchor, form, isChanged }: FormEffectProps) {
  const trustedUntil = untilOf(form.until);
  const effect = useDryRun(
    isChanged
      ? {
          kind: 'rescope',
          sha256: anchor.sha256,
          scope: [...form.scope],
          ...(trustedUntil === undefined ? {} : { trustedUntil }),
        }
      : undefined,
  );
  if (effect === undefined) return null;
  return (
    <div className={styles['effect']}>
      <DryRunView state={effect} />
    </div>
  );
}

interface AnchorScopeProps {
  readonly scope: readonly string[];
  readonly onChange: (scope: readonly string[]) => void;
}

/** The hosts it is trusted for, what the last pattern means, and how many hosts of the history that is. */
export function AnchorScope({ scope, onChange }: AnchorScopeProps) {
  const hosts = useHosts();
  useEffect(followHosts, []);
  const matches = hosts.status === 'ready' && scope.length > 0 ? matchWords(scope, hosts.hosts) : undefined;
  return (
    <ChipField
      label="Trusted for"
      values={scope}
      onChange={onChange}
      placeholder="host, *.domain, address/mask, host:port"
      validate={patternProblem}
      help={[scopeWords(scope), ...(matches === undefined ? [] : [matches])].join(' ')}
    />
  );
}
