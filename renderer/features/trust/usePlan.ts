import { useMemo, useState } from 'react';
import { dateInMonths } from './dateInMonths.ts';
import { candidatesOf, planOf, type Candidate, type Choices, type Limits, type Plan } from './importPlan.ts';
import { sharedSuggestion, suggestedScope, type Suggestion } from './suggestedScope.ts';
import type { Until } from './untilDate.ts';
import type { ImportedCertificate, ImportRead } from '#core/trust/importRead.ts';
import { useTrust } from '#renderer/state/trust.ts';

/** Months until a new anchor ends unless told otherwise: long enough to be of use, short enough to be looked at again. */
const DEFAULT_MONTHS = 6;

/** Limits as they count: what was typed, else the suggestion. */
export interface ResolvedLimits {
  readonly scope: readonly string[];
  readonly until: Until;
  readonly suggestion: Suggestion;
  /** Whether the hosts are still those suggested. */
  readonly isSuggested: boolean;
}

/** 'all': one scope and end for everything that is ticked; 'each': one for each. */
export type LimitsMode = 'all' | 'each';

export interface PlanState {
  readonly candidates: readonly Candidate[];
  readonly choices: Choices;
  readonly setChoices: (choices: Choices) => void;
  readonly plan: Plan;
  readonly mode: LimitsMode;
  readonly setMode: (mode: LimitsMode) => void;
  /** Of one authority; of all of them without one. */
  readonly limitsOf: (anchor?: ImportedCertificate) => ResolvedLimits;
  readonly setLimits: (anchor: ImportedCertificate | undefined, changes: Partial<Limits>) => void;
}

/** What is ticked and for which hosts, as it is being decided. */
export function usePlan(
  read: ImportRead,
  asked: { readonly host: string; readonly port: number } | undefined,
  now: number,
): PlanState {
  const sources = useTrust((state) => (state.status === 'ready' ? state.trust.sources : bothOn));
  const candidates = useMemo(() => candidatesOf(read.found, sources), [read.found, sources]);
  const [choices, setChoices] = useState<Choices>(new Map());
  const plan = useMemo(() => planOf(candidates, choices), [candidates, choices]);
  const [chosenMode, setMode] = useState<LimitsMode>('all');
  const [limits, setLimits] = useState<ReadonlyMap<string, Limits>>(new Map());
  const shared = useMemo(() => sharedSuggestion(plan.anchors, read.found, asked), [plan.anchors, read.found, asked]);
  const mode = canDifferEach(plan) ? chosenMode : 'all';
  const stored = (anchor: ImportedCertificate | undefined): Limits =>
    limits.get(anchor?.sha256 ?? ALL) ?? {
      scope: undefined,
      until: { kind: 'date', date: dateInMonths(DEFAULT_MONTHS, now) },
    };
  const limitsOf = (anchor?: ImportedCertificate): ResolvedLimits => {
    const one = mode === 'each' ? anchor : undefined;
    const { scope, until } = stored(one);
    const suggestion = one === undefined ? shared : suggestedScope(one, read.found, asked);
    return { scope: scope ?? suggestion.scope, until, suggestion, isSuggested: scope === undefined };
  };
  return {
    candidates,
    choices,
    setChoices,
    plan,
    mode,
    setMode,
    limitsOf,
    setLimits: (anchor, changes) => {
      const one = mode === 'each' ? anchor : undefined;
      setLimits(new Map(limits).set(one?.sha256 ?? ALL, { ...stored(one), ...changes }));
    },
  };
}

/** More fields than these are no dialog any more: import in parts, or change them on the Trust page. */
export const MOST_EACH = 12;

/** Whether each may have limits of its own. */
export function canDifferEach({ anchors }: Plan): boolean {
  return anchors.length > 1 && anchors.length <= MOST_EACH;
}

const ALL = 'all';
const bothOn = { system: true, bundled: true };
