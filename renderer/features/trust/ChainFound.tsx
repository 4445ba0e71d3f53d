import { useState } from 'react';
import type { FindingAction } from './findingActions.ts';
import { rememberMissing } from './rememberMissing.ts';
import { explainCompletion, type ChainCompletion } from '#core/diagnose/completion.ts';
import { fetchLine } from '#core/diagnose/fetch.ts';
import { serverAdvice } from '#core/diagnose/ownerReport.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { saveChain } from '#renderer/state/report.ts';
import { useTrust } from '#renderer/state/trust.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { decodePem } from '#renderer/ui/decodeBag.ts';
import styles from './ChainFound.module.css';

interface ChainFoundProps {
  readonly completion: ChainCompletion;
  readonly onAction: (action: FindingAction) => void;
  /** Called when it is remembered, with a sentence about it. */
  readonly onDecided: (words: string) => void;
  readonly onAgain: () => void;
}

/** What following the issuers proved, every request it took, and what to do with it. */
export function ChainFound({ completion, onAction, onDecided, onAgain }: ChainFoundProps) {
  const isRemembered = useRemembered(completion.missing);
  const names = completion.missing.map((sha256) => nameIn(completion, sha256));
  const { title, cause, remedy } = explainCompletion(completion, names);
  const pem = completion.missing.map((sha256) => completion.certificates[sha256] ?? '').join('');
  return (
    <section className={styles['found']} aria-label="What was found" role="status">
      <h4>{title}</h4>
      <p>{cause}</p>
      <p>{remedy}</p>
      {pem === '' ? null : (
        <>
          <div className={styles['actions']}>
            <Button size="small" icon="download" onPress={() => void saveChain(names[0] ?? '', pem)}>
              Save the certificate…
            </Button>
            <CopyButton text={pem} label="Copy as PEM" look="words" size="small" />
          </div>
          <p className={styles['advice']}>{serverAdvice}</p>
          <Remember completion={completion} names={names} isRemembered={isRemembered} onDecided={onDecided} />
        </>
      )}
      <NextAction completion={completion} isRemembered={isRemembered} onAction={onAction} onAgain={onAgain} />
      <ul className={styles['asked']} aria-label="Requests made">
        {completion.fetches.map((fetch, index) => (
          <li key={index}>{fetchLine(fetch)}</li>
        ))}
      </ul>
    </section>
  );
}

/** Whether all of them are kept to complete chains. */
function useRemembered(missing: readonly string[]): boolean {
  const trust = useTrust();
  if (trust.status !== 'ready') return false;
  const kept = new Set(trust.trust.hints.map(({ sha256 }) => sha256));
  return missing.every((sha256) => kept.has(sha256));
}

interface RememberProps extends Pick<ChainFoundProps, 'completion' | 'onDecided'> {
  /** Of what is missing. */
  readonly names: readonly string[];
  readonly isRemembered: boolean;
}

/** Keeps what the server leaves out, until its owner has mended it. No dialog: it trusts nobody, a path must still reach an authority. */
function Remember({ completion, names, isRemembered, onDecided }: RememberProps) {
  const [error, setError] = useState<string>();
  if (isRemembered) return <p className={styles['advice']}>Remembered: chains are completed with it.</p>;
  const remember = async (): Promise<void> => {
    const problem = await rememberMissing(completion);
    if (problem === undefined) onDecided(`${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} remembered.`);
    else setError(problem);
  };
  return (
    <div className={styles['actions']}>
      <Button size="small" icon="plus" onPress={() => void remember()}>
        {names.length === 1 ? 'Remember this intermediate' : 'Remember these intermediates'}
      </Button>
      <span className={styles['advice']} role={error === undefined ? undefined : 'alert'}>
        {error ?? 'Kept to complete chains; it vouches for nobody by itself.'}
      </span>
    </div>
  );
}

interface NextActionProps extends Pick<ChainFoundProps, 'completion' | 'onAction' | 'onAgain'> {
  readonly isRemembered: boolean;
}

/** Trusting is offered only where it would help: not while the server leaves out a certificate that is not remembered. */
function NextAction({ completion: { result, missing }, isRemembered, onAction, onAgain }: NextActionProps) {
  if (result.kind === 'failed') {
    return (
      <div className={styles['actions']}>
        <Button size="small" icon="refresh" onPress={onAgain}>
          Try again
        </Button>
      </div>
    );
  }
  if (result.kind !== 'unknown-root') return null;
  const { known, sha256, name } = result;
  if (known !== undefined) {
    const { source } = known;
    if (known.why === 'source-off' && source !== 'custom') {
      return (
        <div className={styles['actions']}>
          <Button
            size="small"
            icon="trust"
            onPress={() => {
              onAction({ kind: 'enable-list', source });
            }}
          >
            {source === 'system' ? 'Switch the system’s list on…' : 'Switch the bundled list on…'}
          </Button>
        </div>
      );
    }
    if (known.why === 'switched-off') {
      return (
        <div className={styles['actions']}>
          <Button
            size="small"
            icon="trust"
            onPress={() => {
              onAction({ kind: 'enable-authority', sha256s: [known.sha256], label: known.label });
            }}
          >
            Switch {known.label} on…
          </Button>
        </div>
      );
    }
    if (known.why === 'other-hosts') {
      return (
        <div className={styles['actions']}>
          <Button
            size="small"
            icon="trust"
            onPress={() => {
              onAction({ kind: 'add-to-scope', sha256: known.sha256, label: known.label });
            }}
          >
            Add this host to its scope…
          </Button>
        </div>
      );
    }
    return (
      <div className={styles['actions']}>
        <Button
          size="small"
          icon="trust"
          onPress={() => {
            showAnchor(known.sha256);
          }}
        >
          See {known.label} on the Trust page
        </Button>
      </div>
    );
  }
  if (sha256 === undefined || (missing.length > 0 && !isRemembered)) return null;
  return (
    <div className={styles['actions']}>
      <Button
        size="small"
        icon="trust"
        onPress={() => {
          onAction({ kind: 'trust-ca', sha256, name });
        }}
      >
        Trust {name} for this host…
      </Button>
    </div>
  );
}

function nameIn({ certificates }: ChainCompletion, sha256: string): string {
  const certificate = decodePem(certificates[sha256] ?? '');
  return certificate === undefined ? `${sha256.slice(0, 16)}…` : certificateName(certificate);
}
