import { useState, type ReactNode } from 'react';
import { anchorChanges, formOf, type AnchorFormValues } from './formChanges.ts';
import { storeAnchor } from './changeTrust.ts';
import { patternProblem } from './scopeChoice.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { untilProblem } from './untilDate.ts';
import { UntilField } from './UntilField.tsx';
import type { Anchor } from '#core/trust/anchor.ts';
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

/** What the user said about a custom anchor, to be changed. Nothing counts until it is saved. */
export function AnchorForm({ anchor, now, below, children }: AnchorFormProps) {
  const [form, setForm] = useState<AnchorFormValues>(() => formOf(anchor, now));
  const [error, setError] = useState<string>();
  const changes = anchorChanges(anchor, form);
  const problem = form.label.trim() === '' ? 'It needs a name.' : untilProblem(form.until, now);
  const edit = (values: Partial<AnchorFormValues>): void => {
    setForm({ ...form, ...values });
    setError(undefined);
  };
  const save = async (): Promise<void> => {
    if (changes === undefined) return;
    const stored = await storeAnchor(anchor, changes);
    if (stored.ok) setForm(formOf(stored.value, now));
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
        <ChipField
          label="Trusted for"
          values={form.scope}
          onChange={(scope) => {
            edit({ scope });
          }}
          placeholder="host, *.domain, address/mask, host:port"
          validate={patternProblem}
          help={
            form.scope.length === 0
              ? 'Empty: trusted for every host.'
              : 'A star stands for one label: *.corp covers api.corp, not a.b.corp.'
          }
        />
        <UntilField
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
            setForm(formOf(anchor, now));
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
