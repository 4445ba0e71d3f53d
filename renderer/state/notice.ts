import { create } from 'zustand';

/** What was just done, and the way back. */
export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly undo?: { readonly label: string; readonly run: () => void | Promise<void> };
}

/** Newest last. Never about a verdict: that is said where it belongs. */
export const useNotices = create<{ readonly notices: readonly Notice[] }>(() => ({ notices: [] }));

/** How long a notice stays, ms: WCAG 2.2 §2.2.1 asks for ways to extend a limit; with the pointer or the focus on it, it stays. */
export const NOTICE_MS = 10_000;

let count = 0;

/** Says what was done. At most three are kept: older ones are history. */
export function notify(text: string, undo?: Notice['undo']): void {
  const notice: Notice = { id: ++count, text, ...(undo === undefined ? {} : { undo }) };
  useNotices.setState(({ notices }) => ({ notices: [...notices, notice].slice(-3) }));
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** Takes the way back, once. */
export function undo(notice: Notice): void {
  dismiss(notice.id);
  void notice.undo?.run();
}
