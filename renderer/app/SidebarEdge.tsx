import { useEffect, useState } from 'react';
import { changeSettings, previewSettings, useSettings } from '#renderer/state/settings.ts';
import { Splitter } from '#renderer/ui/Splitter.tsx';

/** 296 px, or 252 in a narrow window, until it is moved by hand. */
const SIDEBAR = { initial: 296, narrow: 252, min: 240, max: 400 } as const;

/** Width of the sidebar, px. */
export function useSidebarWidth(): number {
  const chosen = useSettings(({ sidebarWidth }) => sidebarWidth);
  return useNarrow() && chosen === SIDEBAR.initial ? SIDEBAR.narrow : chosen;
}

/** The edge by which it is changed; the main process remembers it. */
export function SidebarEdge({ width }: { readonly width: number }) {
  return (
    <Splitter
      label="Width of the sidebar"
      orientation="vertical"
      value={width}
      min={SIDEBAR.min}
      max={SIDEBAR.max}
      initial={SIDEBAR.initial}
      onChange={(sidebarWidth) => {
        previewSettings({ sidebarWidth });
      }}
      onCommit={(sidebarWidth) => void changeSettings({ sidebarWidth })}
    />
  );
}

const narrow = window.matchMedia('(max-width: 1240px)');

function useNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(narrow.matches);
  useEffect(() => {
    const changed = (): void => {
      setNarrow(narrow.matches);
    };
    narrow.addEventListener('change', changed);
    return () => {
      narrow.removeEventListener('change', changed);
    };
  }, []);
  return isNarrow;
}
