import { create } from 'zustand';

interface Layout {
  /** Height of the composer with its tabs, px. */
  readonly composerHeight: number;
}

/** Tabs and four rows of a grid. */
export const COMPOSER_HEIGHT = 152;
const KEY = 'layout';

/** Sizes of panes. They belong to this window, so the window keeps them. */
export const useLayout = create<Layout>(() => ({ composerHeight: read() }));

export function setComposerHeight(composerHeight: number): void {
  useLayout.setState({ composerHeight });
}

/** Remembers the sizes for the next start. */
export function keepLayout(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(useLayout.getState()));
  } catch {
    // Storage is full or refused: the size holds until the window closes.
  }
}

function read(): number {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const height =
      kept !== null && typeof kept === 'object' && 'composerHeight' in kept ? kept.composerHeight : undefined;
    return typeof height === 'number' && height >= 0 && height < 4000 ? height : COMPOSER_HEIGHT;
  } catch {
    return COMPOSER_HEIGHT;
  }
}
