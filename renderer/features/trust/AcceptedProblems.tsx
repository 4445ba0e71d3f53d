import { Fragment, useId } from 'react';
import { unacceptedNumbers, type KindOfProblem } from './exceptionDecision.ts';
import { unacceptableWords } from './unacceptableWords.ts';
import { explainFinding } from '#core/trust/explain.ts';
import type { FindingKind } from '#core/trust/verdict.ts';
import { Checkbox } from '#renderer/ui/Checkbox.tsx';
import { FindingNumber } from '#renderer/ui/FindingNumber.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import styles from './ExceptionDialog.module.css';

interface AcceptedProblemsProps {
  readonly problems: readonly KindOfProblem[];
  readonly accepted: ReadonlySet<FindingKind>;
  /** How they are known: a server showed them, or the certificate was judged by itself. */
  readonly source: 'refusal' | 'judged' | 'not-judged';
  readonly onToggle: (kind: FindingKind) => void;
}

/** Everything that stops the request, with the numbers of the refusal; what no exception can accept has no tick. */
export function AcceptedProblems({ problems, accepted, source, onToggle }: AcceptedProblemsProps) {
  const id = useId();
  const isHelpless = problems.some(({ isAcceptable }) => !isAcceptable);
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles['label']}>
        {isHelpless ? 'What stops it' : 'Problems you accept'}
      </h3>
      {problems.length === 0 ? (
        <p className={styles['help']}>{emptyWords[source]}</p>
      ) : (
        <ul className={styles['accept']}>
          {problems.map((problem) => (
            <Problem
              key={problem.kind}
              problem={problem}
              tick={isHelpless ? 'none' : accepted.has(problem.kind) ? 'on' : 'off'}
              onToggle={() => {
                onToggle(problem.kind);
              }}
            />
          ))}
        </ul>
      )}
      <Rest problems={problems} accepted={accepted} source={source} />
    </section>
  );
}

const emptyWords = {
  refusal: 'Nothing stops it any more.',
  judged: 'By itself the certificate has no problem for this host: no exception is needed.',
  'not-judged': 'They are listed once the host is known.',
} as const;

interface ProblemProps {
  readonly problem: KindOfProblem;
  /** 'none' where nothing can be accepted. */
  readonly tick: 'on' | 'off' | 'none';
  readonly onToggle: () => void;
}

function Problem({ problem: { findings, numbers, isAcceptable, kind }, tick, onToggle }: ProblemProps) {
  const [finding] = findings;
  if (finding === undefined) return null;
  const { title } = explainFinding(finding);
  const about = [...new Set(findings.flatMap(({ subject }) => subject ?? []))].join(', ');
  return (
    <li>
      {tick === 'none' ? (
        isAcceptable ? (
          <span />
        ) : (
          <Icon name="ban" label="Cannot be accepted" />
        )
      ) : (
        <Checkbox label={title} isSelected={tick === 'on'} onChange={onToggle} />
      )}
      <span className={styles['numbers']}>
        {numbers.map((number) => (
          <FindingNumber key={number} number={number} />
        ))}
      </span>
      <span>{title}</span>
      <span className={styles['about']} title={about}>
        {about}
      </span>
      {isAcceptable ? null : <p className={styles['why']}>{unacceptableWords(kind)}</p>}
    </li>
  );
}

/** What the ticks leave, and how far the list can be relied on. */
function Rest({ problems, accepted, source }: Omit<AcceptedProblemsProps, 'onToggle'>) {
  const rest = unacceptedNumbers(problems, accepted);
  if (problems.some(({ isAcceptable }) => !isAcceptable)) {
    return (
      <p className={styles['problem']} role="status">
        No exception can help here: it would be stopped all the same.
      </p>
    );
  }
  if (rest.length > 0) {
    return (
      <p className={styles['help']} role="status">
        It still stops until{' '}
        {rest.map((number, index) => (
          <Fragment key={number}>
            {index === 0 ? '' : ' '}
            <FindingNumber number={number} />
          </Fragment>
        ))}{' '}
        {rest.length === 1 ? 'is' : 'are'} mended or accepted.
      </p>
    );
  }
  return source === 'judged' && problems.length > 0 ? (
    <p className={styles['help']}>By the certificate alone: what the server sends with it may change them.</p>
  ) : null;
}
