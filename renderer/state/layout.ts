import { create } from 'zustand';

interface Layout {
  /** Height of the composer with its tabs, px. Until it was set by hand it is as high as what stands in it needs. */
  readonly composerHeight: number | undefined;
}

const KEY = 'layout';

/** Sizes of panes. They belong to this window, so the window keeps them. */
export const useLayout = create<Layout>(() => ({ composerHeight: read() }));

export function setComposerHeight(composerHeight: number | undefined): void {
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

function read(): number | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const height =
      kept !== null && typeof kept === 'object' && 'composerHeight' in kept ? kept.composerHeight : undefined;
    return typeof height === 'number' && height >= 0 && height < 4000 ? height : undefined;
  } catch {
    return undefined;
  }
}
