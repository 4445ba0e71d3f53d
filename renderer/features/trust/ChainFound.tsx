import type { FindingAction } from './findingActions.ts';
import { explainCompletion, type ChainCompletion } from '#core/diagnose/completion.ts';
import { fetchLine } from '#core/diagnose/fetch.ts';
import { serverAdvice } from '#core/diagnose/ownerReport.ts';
import { showAnchor } from '#renderer/state/navigation.ts';
import { saveChain } from '#renderer/state/report.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { certificateName } from '#renderer/ui/chainSteps.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { decodePem } from '#renderer/ui/decodeBag.ts';
import styles from './ChainFound.module.css';

interface ChainFoundProps {
  readonly completion: ChainCompletion;
  readonly onAction: (action: FindingAction) => void;
  readonly onAgain: () => void;
}

/** What following the issuers proved, every request it took, and what to do with it. */
export function ChainFound({ completion, onAction, onAgain }: ChainFoundProps) {
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
        </>
      )}
      <NextAction completion={completion} onAction={onAction} onAgain={onAgain} />
      <ul className={styles['asked']} aria-label="Requests made">
        {completion.fetches.map((fetch, index) => (
          <li key={index}>{fetchLine(fetch)}</li>
        ))}
      </ul>
    </section>
  );
}

/** Trusting is offered only where it would help: not while the server leaves a certificate out. */
function NextAction({ completion: { result, missing }, onAction, onAgain }: ChainFoundProps) {
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
  if (sha256 === undefined || missing.length > 0) return null;
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
