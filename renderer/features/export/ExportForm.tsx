import { Redactions } from './Redactions.tsx';
import type { ExportState } from './useExport.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatCount, formatPlural } from '#core/format.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import { Skeleton } from '#renderer/ui/Skeleton.tsx';
import styles from './ExportDialog.module.css';

interface ExportFormProps {
  readonly state: Exclude<ExportState, { readonly status: 'done' }>;
  readonly secrets: 'redact' | 'keep';
  readonly onSecrets: (secrets: 'redact' | 'keep') => void;
  readonly onExport: () => void;
  readonly onStop: () => void;
  readonly onClose: () => void;
}

/** What would leave, with or without its secrets. */
export function ExportForm({ state, secrets, onSecrets, onExport, onStop, onClose }: ExportFormProps) {
  const entries = 'preview' in state ? state.preview.entries : undefined;
  return (
    <Dialog
      title={entries === undefined ? 'Export as HAR' : `Export ${formatPlural(entries, 'exchange')} as HAR`}
      subtitle="HAR 1.2, with the handshake, the certificates and the verdict of each."
      width={560}
      onClose={onClose}
      footnote={footnote(state)}
      actions={
        state.status === 'running' ? (
          <Button onPress={onStop} autoFocus>
            Stop
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>Cancel</Button>
            <Button
              variant="primary"
              icon="export"
              isDisabled={state.status !== 'ready' || entries === 0}
              why={entries === 0 ? 'There is nothing to export.' : 'It is not ready yet.'}
              onPress={onExport}
            >
              Export…
            </Button>
          </>
        )
      }
    >
      <Body state={state} secrets={secrets} onSecrets={onSecrets} />
    </Dialog>
  );
}

function footnote(state: ExportFormProps['state']): string {
  if (state.status === 'running') return `${formatCount(state.done)} of ${formatCount(state.total)} written`;
  return 'You choose where. Nothing is uploaded.';
}

function Body({ state, secrets, onSecrets }: Pick<ExportFormProps, 'state' | 'secrets' | 'onSecrets'>) {
  if (state.status === 'previewing') return <Skeleton label="Looking for secrets" lines={4} />;
  if (state.status === 'cannot') {
    return (
      <p role="alert" className={styles['problem']}>
        {state.words}
      </p>
    );
  }
  if (state.status === 'running') {
    return (
      <progress
        className={styles['progress']}
        aria-label="Export"
        value={state.total === 0 ? undefined : state.done}
        max={Math.max(1, state.total)}
      />
    );
  }
  return (
    <>
      <div>
        <span className={styles['label']}>Secrets</span>
        <Segments
          label="Secrets"
          options={[
            { id: 'redact', label: 'Redact' },
            { id: 'keep', label: 'Keep' },
          ]}
          value={secrets}
          onChange={onSecrets}
        />
      </div>
      {secrets === 'keep' && state.preview.redactions.length > 0 ? (
        <p className={styles['warning']} role="status">
          <Glyph kind="warning" />
          <span>
            <b>The file will hold these secrets readably.</b> Who gets it can sign in with them.
          </span>
        </p>
      ) : null}
      <Redactions redactions={state.preview.redactions} secrets={secrets} />
      {state.problem === undefined ? null : (
        <p role="alert" className={styles['problem']}>
          {state.problem}
        </p>
      )}
    </>
  );
}
