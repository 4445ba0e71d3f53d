import type { Anchor } from '#core/trust/anchor.ts';

/** What is asked of anchors that wants a dialog first, because of what it does to others. */
export type AnchorAction =
  | { readonly kind: 'remove'; readonly anchors: readonly Anchor[] }
  | { readonly kind: 'refuse'; readonly anchor: Anchor }
  | { readonly kind: 'limit'; readonly anchor: Anchor }
  /** Would stop every request: no anchor would count any more. */
  | { readonly kind: 'leave-nothing'; readonly what: string; readonly run: () => void }
  /** Would trust all of these again at once. */
  | { readonly kind: 'switch-on'; readonly anchors: readonly Anchor[] }
  /** At once: one switch. */
  | { readonly kind: 'switch'; readonly anchors: readonly Anchor[]; readonly enabled: boolean };
