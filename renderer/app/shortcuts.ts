import {
  activate,
  cancel,
  closeDraft,
  openDraft,
  reopenDraft,
  selectActive,
  send,
  useExchanges,
} from '#renderer/state/exchange.ts';
import { goTo, useNavigation, type Place } from '#renderer/state/navigation.ts';
import { inspectExchange } from '#renderer/state/inspectExchange.ts';
import { shownIn } from '#renderer/state/draft.ts';
import { focusAddress } from '#renderer/ui/focusAddress.ts';
import { focusPane } from './panes.ts';

/** Ctrl 1, 2, 3…, in the order of the rail. */
export const placeKeys: readonly Place[] = ['requests', 'hosts', 'trust', 'inspect', 'playground', 'settings'];

type Action = (event: KeyboardEvent) => void;

/** Keys as `event.key` in lower case, after 'ctrl ' (⌘ on a Mac) and 'shift '. To add a shortcut: add its line. */
const actions: Readonly<Record<string, Action>> = {
  'ctrl l': () => {
    goTo('requests');
    focusAddress();
  },
  'ctrl enter': (event) => {
    // There is nothing to send to: the place to say where is shown instead.
    if (selectActive(useExchanges.getState()).url.trim() === '') actions['ctrl l']?.(event);
    else void send();
  },
  'ctrl t': () => {
    openDraft();
    goTo('requests');
    focusAddress();
  },
  'ctrl w': () => {
    closeDraft(useExchanges.getState().activeId);
  },
  'ctrl shift t': reopenDraft,
  'ctrl tab': () => {
    cycle(1);
  },
  'ctrl shift tab': () => {
    cycle(-1);
  },
  'ctrl pagedown': () => {
    cycle(1);
  },
  'ctrl pageup': () => {
    cycle(-1);
  },
  /** What the server of this exchange showed; without one, the viewer as it stands. */
  'ctrl i': () => {
    const shown = shownIn(selectActive(useExchanges.getState()).run);
    if (useNavigation.getState().place === 'inspect' || shown === undefined || !inspectExchange(shown)) goTo('inspect');
  },
  f6: () => {
    focusPane('next');
  },
  'shift f6': () => {
    focusPane('previous');
  },
  ...Object.fromEntries(
    placeKeys.map((place, index): [string, Action] => [
      `ctrl ${String(index + 1)}`,
      () => {
        goTo(place);
      },
    ]),
  ),
};

function cycle(step: number): void {
  const { drafts, activeId } = useExchanges.getState();
  const index = drafts.findIndex((draft) => draft.id === activeId);
  const next = drafts[(index + step + drafts.length) % drafts.length];
  if (next !== undefined) activate(next.id);
}

function keysOf(event: KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'ctrl' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey ? 'shift' : '',
    event.key.toLowerCase(),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** A dialog or menu hides the rest of the window; keys then belong to it. */
function isCovered(): boolean {
  const root = document.getElementById('root');
  return root !== null && (root.inert || root.ariaHidden === 'true');
}

/** Listens for the window's keys. Returns the function that stops it. */
export function followKeys(): () => void {
  const capture = (event: KeyboardEvent): void => {
    if (event.isComposing || isCovered()) return;
    const action = actions[keysOf(event)];
    if (action === undefined) return;
    // Before the focused element sees it: an editor has its own idea of Ctrl Enter.
    event.preventDefault();
    event.stopPropagation();
    action(event);
  };
  // Esc last: whoever closes something with it says so by preventing the default.
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || isCovered()) return;
    if (selectActive(useExchanges.getState()).run.status === 'running') void cancel();
  };
  window.addEventListener('keydown', capture, { capture: true });
  window.addEventListener('keydown', escape);
  return () => {
    window.removeEventListener('keydown', capture, { capture: true });
    window.removeEventListener('keydown', escape);
  };
}
