import type { ComponentType } from 'react';
import { AuditTab } from './AuditTab.tsx';
import { ExceptionsTab } from './ExceptionsTab.tsx';
import { IdentitiesTab } from './IdentitiesTab.tsx';
import { RefusedTab } from './RefusedTab.tsx';
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
  {
    id: 'exceptions',
    label: 'Exceptions',
    count: (state) => state.exceptions.length,
    filter: 'Filter by host, name or fingerprint',
    Tab: ExceptionsTab,
  },
  {
    id: 'identities',
    label: 'Client certificates',
    count: (state) => state.identities.length,
    filter: 'Filter by name, host or fingerprint',
    Tab: IdentitiesTab,
  },
  {
    id: 'refused',
    label: 'Refused',
    count: (state) => state.distrusted.length,
    filter: 'Filter by name, fingerprint or pin',
    Tab: RefusedTab,
  },
  { id: 'audit', label: 'Audit', filter: 'Search the decisions', Tab: AuditTab },
];
