import { useEffect } from 'react';
import { askEffective, showOnlyEffective, typeEffectiveHost, useEffectiveHost } from './effectiveHost.ts';
import { effectiveExtras, effectiveWords, notValidNow } from './effectiveWords.ts';
import type { TrustState } from '#core/trust/anchor.ts';
import type { EffectivePreview } from '#core/trust/effectivePreview.ts';
import { showTrustItem } from '#renderer/state/navigation.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import styles from './EffectiveBar.module.css';

interface EffectiveBarProps {
  readonly state: TrustState;
  readonly now: number;
}

/** Who would be believed when a host is asked: the answer of what a connection would get, for any host that is typed. */
export function EffectiveBar({ state, now }: EffectiveBarProps) {
  const { text, answer, only } = useEffectiveHost();
  useEffect(() => {
    void askEffective();
  }, [state.revision]);
  return (
    <section className={styles['bar']} aria-label="Effective trust">
      <span className={styles['label']} id="effective-label">
        What would be trusted for
      </span>
      <TextField
        label="Host to look at"
        labelPlace="hidden"
        isMono
        placeholder="host or host:port"
        value={text}
        onChange={typeEffectiveHost}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          typeEffectiveHost('');
        }}
        className={styles['host']}
      />
      <p className={styles['answer']} role="status">
        {answer.status === 'problem' ? answer.words : null}
        {answer.status === 'ready' ? <Sentence preview={answer.preview} state={state} now={now} /> : null}
        {answer.status === 'none' ? <span>Which authorities count for a host, and which do not.</span> : null}
      </p>
      {answer.status === 'ready' ? (
        <Checkbox isSelected={only} onChange={showOnlyEffective} className={styles['only']}>
          Only these
        </Checkbox>
      ) : null}
    </section>
  );
}

function Sentence({ preview, state, now }: EffectiveBarProps & { readonly preview: EffectivePreview }) {
  const { named, others, left } = effectiveWords(preview, notValidNow(state, now));
  const { exception, identity } = effectiveExtras(preview, state);
  return (
    <>
      {named.map((label, index) => (
        <span key={label}>
          {index === 0 ? '' : ', '}
          <b>{label}</b>
        </span>
      ))}
      <span className={styles['others']}>{others}</span>
      {exception === undefined ? null : (
        <span>
          {' '}
          An exception stands:{' '}
          <LinkButton
            onPress={() => {
              showTrustItem('exceptions', exception.id);
            }}
          >
            {exception.words}
          </LinkButton>
          .
        </span>
      )}
      {identity === undefined ? null : (
        <span>
          {' '}
          It may be shown{' '}
          <LinkButton
            onPress={() => {
              showTrustItem('identities', identity.id);
            }}
          >
            {identity.label}
          </LinkButton>
          .
        </span>
      )}
      {left === '' ? null : <span className={styles['left']}> {left}</span>}
    </>
  );
}
