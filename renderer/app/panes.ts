/** A region that F6 stops at carries `data-pane`; its value is only for reading the page. */
const PANE = '[data-pane]';
const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])';

/** Where the focus was in each pane, so that F6 returns to it. */
const lastFocus = new WeakMap<Element, HTMLElement>();

/** Moves the focus to the next pane in reading order, or the previous one. */
export function focusPane(direction: 'next' | 'previous'): void {
  const panes = [...document.querySelectorAll<HTMLElement>(PANE)].filter((pane) => pane.offsetParent !== null);
  const focused = document.activeElement;
  const here = panes.findIndex((pane) => pane.contains(focused));
  const current = panes[here];
  if (current !== undefined && focused instanceof HTMLElement) lastFocus.set(current, focused);
  for (let step = 1; step <= panes.length; step++) {
    const index = (here + (direction === 'next' ? step : -step) + 2 * panes.length) % panes.length;
    const pane = panes[index];
    const remembered = pane === undefined ? undefined : lastFocus.get(pane);
    const target = remembered?.isConnected === true ? remembered : firstIn(pane);
    if (target !== undefined) {
      target.focus();
      return;
    }
  }
}

function firstIn(pane: HTMLElement | undefined): HTMLElement | undefined {
  return [...(pane?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(
    (element) => element.offsetParent !== null && element.closest('[aria-hidden="true"], [inert]') === null,
  );
}
