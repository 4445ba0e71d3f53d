import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was when this was first drawn, once it is gone.
 *
 * A dialog does that by itself; of several that take each other's place, the last one knows only the one before it.
 */
export function useReturnFocus(): void {
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // The dialog's own way of giving it back comes with the next frame.
      requestAnimationFrame(() => {
        requestAnimationFrame(() => {
          const isLost = document.activeElement === null || document.activeElement === document.body;
          if (isLost && from instanceof HTMLElement && from.isConnected) from.focus();
        });
      });
    },
    [from],
  );
}
