import { create } from 'zustand';
import type { AnchorFormValues } from './formChanges.ts';

/** What was typed into the panels of custom anchors and not saved yet, by SHA-256. It stays while another one is looked at. */
export const useDrafts = create<Readonly<Record<string, AnchorFormValues>>>(() => ({}));

export function keepDraft(sha256: string, values: AnchorFormValues): void {
  useDrafts.setState({ [sha256]: values });
}

export function dropDraft(sha256: string): void {
  const others = Object.entries(useDrafts.getState()).filter(([key]) => key !== sha256);
  useDrafts.setState(Object.fromEntries(others), true);
}
