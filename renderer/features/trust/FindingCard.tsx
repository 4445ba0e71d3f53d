import type { ReactNode } from 'react';
import type { FindingAction } from './findingActions.ts';
import { explainFinding } from '#core/trust/explain.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import type { NumberedFinding } from '#renderer/ui/findingNumbers.ts';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { Icon, type IconName } from '#renderer/ui/Icon.tsx';
import styles from './WhyStopped.module.css';

interface FindingCardProps {
  readonly numbered: NumberedFinding;
  readonly action: FindingAction | undefined;
  readonly onAction: (action: FindingAction) => void;
  /** What else can be done about it, below. */
  readonly children?: ReactNode;
}

/** One problem: what, which certificate, why, what to do, and the button that does it. */
export function FindingCard({ numbered: { finding, number }, action, onAction, children }: FindingCardProps) {
  const words = explainFinding(finding);
  return (
    <article className={styles['finding']}>
      <span className={styles['mark']}>
        {number === undefined ? (
          <Glyph kind={finding.severity === 'warning' ? 'warning' : 'note'} />
        ) : (
          <FindingNumber number={number} />
        )}
      </span>
      <div>
        <h3>
          {words.title}
          {finding.subject === undefined ? null : (
            <span className={styles['about']} title={finding.subject}>
              <Icon name="certificate" size={12} />
              <span>{finding.subject}</span>
            </span>
          )}
        </h3>
        {finding.kind === 'interception-likely' ? (
          <Reasons reasons={finding.reasons} remedy={words.remedy} />
        ) : (
          <p>
            {words.cause} {words.remedy}
          </p>
        )}
        {action?.kind === 'trusted-now' ? (
          <p className={styles['since']}>
            <Icon name="tick" size={14} />
            You have trusted {action.name} for this host since.
          </p>
        ) : null}
        {action === undefined || action.kind === 'trusted-now' ? null : (
          <div className={styles['todo']}>
            <Button
              size="small"
              icon={actionLooks[action.kind].icon}
              onPress={() => {
                onAction(action);
              }}
            >
              {label(action)}
            </Button>
            <span>{actionLooks[action.kind].hint}</span>
          </div>
        )}
        {children}
      </div>
    </article>
  );
}

/** A suspicion is as good as its reasons: one line each. */
function Reasons({ reasons, remedy }: { readonly reasons: readonly string[]; readonly remedy: string }) {
  return (
    <>
      <p>The chain looks like that of a proxy that opens connections:</p>
      <ul className={styles['reasons']}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p>{remedy}</p>
    </>
  );
}

/** An action that has a button. */
type Offered = Exclude<FindingAction, { readonly kind: 'trusted-now' }>;

const actionLooks: Record<Offered['kind'], { readonly icon: IconName; readonly hint: string }> = {
  'trust-ca': { icon: 'trust', hint: 'Compare its fingerprint with its owner first.' },
  'add-to-scope': { icon: 'trust', hint: 'You trust it already, for other hosts.' },
  'enable-list': { icon: 'trust', hint: 'It counts for every host then: you are asked first.' },
  'enable-authority': { icon: 'trust', hint: 'It was switched off: see for whom it would count.' },
  except: { icon: 'calendar', hint: 'For this certificate alone. Compare its fingerprint first.' },
  'see-refused': { icon: 'ban', hint: 'It ends where it was decided.' },
  'change-host': { icon: 'edit', hint: 'Nothing is sent until you press Send.' },
};

function label(action: Offered): string {
  switch (action.kind) {
    case 'trust-ca':
      return 'Trust this CA for this host…';
    case 'add-to-scope':
      return 'Add this host to its scope…';
    case 'enable-list':
      return action.source === 'system' ? 'Switch the system’s list on…' : 'Switch the bundled list on…';
    case 'enable-authority':
      return `Switch ${action.label} on…`;
    case 'except':
      return 'Exception for this certificate…';
    case 'see-refused':
      return 'See what you refuse';
    case 'change-host':
      return `Change the address to ${action.to}`;
  }
}
