import type { ComponentType } from 'react';
import { AuditTab } from './AuditTab.tsx';
import type { TrustState } from '#core/trust/anchor.ts';

export interface TrustTabProps {
  readonly state: TrustState;
  /** What was typed into the filter of the page. */
  readonly filter: string;
  /** ms UTC; counts on by the minute. */
  readonly now: number;
}

export interface TrustTab {
  readonly id: string;
  readonly label: string;
  /** Stands behind the word. */
  readonly count?: (state: TrustState) => number;
  /** What its filter looks through; without it the tab has none. */
  readonly filter?: string;
  readonly Tab: ComponentType<TrustTabProps>;
}

/** The tabs of the trust page after Anchors, left to right. To add one: write its component, add its line. */
export const trustTabs: readonly TrustTab[] = [
  { id: 'audit', label: 'Audit', Tab: ({ state }) => <AuditTab revision={state.revision} /> },
];
