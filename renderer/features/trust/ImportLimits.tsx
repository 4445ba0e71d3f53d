import { patternProblem } from './scopeChoice.ts';
import { suggestionWords, widerThan } from './suggestedScope.ts';
import { canDifferEach, MOST_EACH, type LimitsMode, type PlanState, type ResolvedLimits } from './usePlan.ts';
import type { Limits } from './importPlan.ts';
import { UntilField } from './UntilField.tsx';
import { formatCount } from '#core/format.ts';
import type { ImportedCertificate } from '#core/trust/importRead.ts';
import { ChipField } from '#renderer/ui/ChipField.tsx';
import { Glyph } from '#renderer/ui/Glyph.tsx';
import { LinkButton } from '#renderer/ui/LinkButton.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import styles from './ImportDialog.module.css';

interface ImportLimitsProps {
  readonly state: PlanState;
  readonly now: number;
}

/** For which hosts and until when what is ticked will be trusted: for all at once, or for each. */
export function ImportLimits({ state, now }: ImportLimitsProps) {
  const { anchors } = state.plan;
  const [only] = anchors;
  if (only === undefined) return null;
  const rows = state.mode === 'each' ? anchors : [undefined];
  return (
    <section aria-label="Limits" className={styles['limitsList']}>
      {anchors.length === 1 ? null : (
        <div className={styles['mode']}>
          <Segments<LimitsMode>
            label="Limits"
            options={[
              { id: 'all', label: 'The same limits for all' },
              { id: 'each', label: 'For each', isDisabled: !canDifferEach(state.plan) },
            ]}
            value={state.mode}
            onChange={state.setMode}
          />
          {canDifferEach(state.plan) ? null : (
            <span className={styles['second']}>For each of up to {MOST_EACH} at a time.</span>
          )}
        </div>
      )}
      {rows.map((anchor) => (
        <LimitsRow
          key={anchor?.sha256 ?? 'all'}
          label={`Trust ${anchor?.subject ?? namesOf(anchors)} for`}
          limits={state.limitsOf(anchor)}
          keys={anchor === undefined && anchors.length > 1 ? 'one of their keys' : 'its key'}
          onChange={(changes) => {
            state.setLimits(anchor, changes);
          }}
          now={now}
        />
      ))}
    </section>
  );
}

function namesOf(anchors: readonly ImportedCertificate[]): string {
  const [first] = anchors;
  return anchors.length === 1 && first !== undefined ? first.subject : `these ${formatCount(anchors.length)} CAs`;
}

interface LimitsRowProps {
  readonly label: string;
  readonly limits: ResolvedLimits;
  /** Whose holder can vouch: 'its key'. */
  readonly keys: string;
  readonly onChange: (changes: Partial<Limits>) => void;
  readonly now: number;
}

function LimitsRow({ label, limits, keys, onChange, now }: LimitsRowProps) {
  const { scope, until, suggestion, isSuggested } = limits;
  const wider = widerThan(scope);
  return (
    <div className={styles['limits']}>
      <div>
        <ChipField
          label={label}
          values={scope}
          onChange={(values) => {
            onChange({ scope: values });
          }}
          placeholder="host, *.domain, address/mask, host:port"
          validate={patternProblem}
          help={
            <>
              {isSuggested ? `${suggestionWords(suggestion)} ` : ''}
              {scope.length === 0 ? '' : 'Leave it empty to trust for every host.'}
              {wider === undefined ? null : (
                <>
                  {' '}
                  <LinkButton
                    onPress={() => {
                      onChange({ scope: [wider] });
                    }}
                  >
                    {wider}
                  </LinkButton>{' '}
                  would be wider.
                </>
              )}
            </>
          }
        />
        {scope.length > 0 ? null : (
          <p className={styles['caution']} role="status">
            <Glyph kind="warning" size={14} name="hidden" />
            <span>
              <b>For every host.</b> Whoever holds {keys} can vouch for any server you ask.
            </span>
          </p>
        )}
      </div>
      <UntilField
        value={until}
        onChange={(value) => {
          onChange({ until: value });
        }}
        now={now}
      />
    </div>
  );
}
