import type { Base64, decodeClone, encodeClone } from './clone.ts';

/*
 * What runs in the page. Every function here is sent there as text, so each stands alone.
 *
 * As in Electron the preload lives in a JavaScript world of its own, which sees the same document but none of the page's
 * objects, and the page none of its. The two talk by DOM events, whose `detail` Chromium clones from world to world and
 * whose dispatch is synchronous: enough to build contextBridge on.
 */

/** One end of the bridge between the two worlds. */
export interface BridgeEnd {
  /** Offers a value to the other world under a name of its global object. */
  readonly expose: (key: string, value: unknown) => void;
}

/** Anything, described so that it survives the clone between worlds. */
type Wrapped =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'array'; readonly items: readonly Wrapped[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Wrapped])[] }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'function' | 'promise'; readonly id: number };

interface Answer {
  readonly kind: 'answer';
  readonly how: 'return' | 'throw';
  readonly call: number;
  readonly value: Wrapped;
}

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly value: Wrapped }
  | { readonly kind: 'call'; readonly id: number; readonly call: number; readonly args: readonly Wrapped[] }
  | Answer
  | { readonly kind: 'settle'; readonly how: 'resolve' | 'reject'; readonly id: number; readonly value: Wrapped }
  | { readonly kind: 'release'; readonly id: number };

/**
 * One end of the bridge. Values follow Electron's table of what contextBridge carries: functions are proxied both ways,
 * promises too, objects are copied and frozen, errors keep their message only, prototypes and symbols are lost.
 *
 * @param sends event name of what this end says; random per window, so that a page cannot guess it
 * @param hears event name of what the other end says
 */
export function createBridgeEnd(sends: string, hears: string): BridgeEnd {
  // Taken before the page runs: it may replace any of them later.
  const { apply, defineProperty } = Reflect;
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const Custom = CustomEvent;
  const target = globalThis;

  let last = 0;
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const answers = new Map<number, Answer>();
  const unused = new FinalizationRegistry<number>((id) => {
    say({ kind: 'release', id });
  });

  const say = (message: Message): void => {
    apply(dispatchEvent, target, [new Custom(sends, { detail: message })]);
  };

  const wrap = (value: unknown): Wrapped => {
    if (typeof value === 'function') {
      functions.set(++last, value as (...args: unknown[]) => unknown);
      return { kind: 'function', id: last };
    }
    if (value instanceof Promise) {
      const id = ++last;
      value.then(
        (result) => {
          say({ kind: 'settle', how: 'resolve', id, value: wrap(result) });
        },
        (error: unknown) => {
          say({ kind: 'settle', how: 'reject', id, value: wrap(error) });
        },
      );
      return { kind: 'promise', id };
    }
    if (value instanceof Error) return { kind: 'error', message: value.message };
    if (Array.isArray(value)) return { kind: 'array', items: value.map(wrap) };
    if (typeof value === 'object' && value !== null) {
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === null) {
        return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, wrap(item)] as const) };
      }
    }
    return { kind: 'value', value };
  };

  const unwrap = (wrapped: Wrapped): unknown => {
    if (wrapped.kind === 'value') return wrapped.value;
    if (wrapped.kind === 'error') return new Error(wrapped.message);
    if (wrapped.kind === 'array') return wrapped.items.map(unwrap);
    if (wrapped.kind === 'object') return Object.fromEntries(wrapped.entries.map(([key, item]) => [key, unwrap(item)]));
    const { id } = wrapped;
    if (wrapped.kind === 'promise') {
      return new Promise((resolve, reject) => {
        promises.set(id, { resolve, reject });
      });
    }
    const proxy = (...args: unknown[]): unknown => {
      const call = ++last;
      say({ kind: 'call', id, call, args: args.map(wrap) });
      // The other end has answered within that dispatch.
      const answer = answers.get(call);
      answers.delete(call);
      if (answer === undefined) throw new Error('An object could not be cloned.');
      const result = unwrap(answer.value);
      if (answer.how === 'throw') throw result;
      return result;
    };
    unused.register(proxy, id);
    return proxy;
  };

  const freeze = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };

  const answerCall = ({ id, call, args }: Extract<Message, { kind: 'call' }>): void => {
    try {
      const run = functions.get(id);
      if (run === undefined) throw new Error('This function is gone.');
      say({ kind: 'answer', how: 'return', call, value: wrap(run(...args.map(unwrap))) });
    } catch (error) {
      say({ kind: 'answer', how: 'throw', call, value: wrap(error) });
    }
  };

  const hear = (message: Message | null): void => {
    if (message === null) return;
    if (message.kind === 'expose') {
      defineProperty(target, message.key, { value: freeze(unwrap(message.value)), enumerable: true });
    } else if (message.kind === 'call') answerCall(message);
    else if (message.kind === 'answer') answers.set(message.call, message);
    else if (message.kind === 'release') functions.delete(message.id);
    else {
      const waiting = promises.get(message.id);
      promises.delete(message.id);
      waiting?.[message.how](unwrap(message.value));
    }
  };
  apply(addEventListener, target, [
    hears,
    (event: CustomEvent<Message | null>) => {
      hear(event.detail);
    },
  ]);

  return {
    expose: (key, value) => {
      say({ kind: 'expose', key, value: wrap(value) });
    },
  };
}

/**
 * Electron asks the main process before a window opens and gives null where it is denied. Chromium asks nobody, so the page's
 * own `window.open` is one that only tells.
 */
export function denyWindowOpen(tells: string): void {
  const { dispatchEvent } = EventTarget.prototype;
  const { apply } = Reflect;
  const Custom = CustomEvent;
  window.open = (url) => {
    const address = url === undefined || url === '' ? 'about:blank' : new URL(url, document.baseURI).href;
    apply(dispatchEvent, globalThis, [new Custom(tells, { detail: address })]);
    return null;
  };
}

/** What the page's preload world says to the host. */
export type WorldMessage =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string }
  | { readonly kind: 'bounds'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'dark'; readonly dark: boolean }
  | { readonly kind: 'window-open'; readonly url: string }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'preload-error'; readonly message: string };

/** What the host says to the preload world. */
export type HostMessage =
  | { readonly kind: 'result'; readonly id: number; readonly value: string }
  | { readonly kind: 'error'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: string }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question };

/** A dialog drawn over the page, for want of a native one. */
export interface Question {
  readonly title: string;
  readonly detail: string;
  /** A field to type in; absent for a plain question. */
  readonly field?: { readonly label: string; readonly value: string; readonly lines: number };
  readonly buttons: readonly string[];
}

export interface PreloadWorldParts {
  readonly end: BridgeEnd;
  readonly encode: typeof encodeClone;
  readonly decode: typeof decodeClone;
  readonly ask: typeof askInPage;
  readonly binding: string;
  readonly receiver: string;
  /** Event by which the page's `window.open` tells (denyWindowOpen). */
  readonly opens: string;
  readonly preload: (require: unknown, module: unknown, exports: unknown, process: unknown) => void;
  readonly process: unknown;
}

/** The preload's world: `require('electron')` of a sandboxed preload, and the preload itself. Only the top frame has one. */
export function startPreloadWorld(parts: PreloadWorldParts): void {
  if (window.top !== window) return;
  const scope = globalThis as unknown as Record<string, unknown>;
  const tell = scope[parts.binding] as (text: string) => void;
  type Base64Array = typeof Uint8Array & { fromBase64: (text: string) => Uint8Array };
  const base64: Base64 = {
    encode: (bytes) => (bytes as Uint8Array & { toBase64: () => string }).toBase64(),
    decode: (text) => (Uint8Array as Base64Array).fromBase64(text),
  };
  const say = (message: WorldMessage): void => {
    tell(JSON.stringify(message));
  };

  let last = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  const listen = (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
    const known = listeners.get(channel) ?? new Set();
    listeners.set(channel, known.add(listener));
    return ipcRenderer;
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const text = parts.encode(args, base64);
        waiting.set(++last, { resolve, reject });
        say({ kind: 'invoke', id: last, channel, args: text });
      }),
    send: (channel: string, ...args: unknown[]) => {
      say({ kind: 'send', channel, args: parts.encode(args, base64) });
    },
    on: listen,
    addListener: listen,
    off: (channel: string, listener: () => void) => (listeners.get(channel)?.delete(listener), ipcRenderer),
    removeListener: (channel: string, listener: () => void) => (listeners.get(channel)?.delete(listener), ipcRenderer),
    removeAllListeners: (channel: string) => (listeners.delete(channel), ipcRenderer),
  };

  scope[parts.receiver] = (text: string): void => {
    const message = JSON.parse(text) as HostMessage;
    if (message.kind === 'event') {
      const args = parts.decode(message.args, base64) as unknown[];
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({ sender: ipcRenderer }, ...args);
    } else if (message.kind === 'ask') {
      const { id } = message;
      void parts.ask(message.question).then((answer) => {
        say({ kind: 'answered', id, answer });
      });
    } else {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.kind === 'result') call?.resolve(parts.decode(message.value, base64));
      else call?.reject(new Error(message.message));
    }
  };

  const electron = {
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) => {
        parts.end.expose(key, api);
      },
    },
    ipcRenderer,
    webUtils: {
      // Chromium tells no page where a file lies; Electron patches it to. '' is Electron's answer for a file without a path.
      getPathForFile: (file: unknown) => {
        if (!(file instanceof File))
          throw new TypeError('getPathForFile expected to receive a File object but one was not provided.');
        return '';
      },
    },
  };
  const required = (name: string): unknown => {
    if (name === 'electron' || name === 'electron/renderer' || name === 'electron/common') return electron;
    throw new Error(`module not found: ${name}`);
  };

  const tellBounds = () => {
    say({ kind: 'bounds', x: screenX, y: screenY, width: outerWidth, height: outerHeight });
  };
  for (const name of ['resize', 'focus', 'blur']) addEventListener(name, tellBounds);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const tellDark = () => {
    say({ kind: 'dark', dark: dark.matches });
  };
  dark.addEventListener('change', tellDark);
  tellDark();

  const tellOpen = (url: string) => {
    say({ kind: 'window-open', url });
  };
  addEventListener(parts.opens, (event) => {
    tellOpen(String((event as CustomEvent).detail));
  });
  // A link or form that asks for a window: after the page's own listeners, which may have prevented it.
  const tellLink = (event: MouseEvent): void => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || link.href === '' || event.defaultPrevented) return;
    const elsewhere = link.target !== '' && !['_self', '_parent', '_top'].includes(link.target);
    if (!elsewhere && event.button !== 1 && !event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    tellOpen(link.href);
  };
  addEventListener('click', tellLink);
  addEventListener('auxclick', tellLink);
  addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.target === '' || form.target === '_self') return;
    event.preventDefault();
    tellOpen(form.action);
  });
  // What travels over no network is seen by no interception (page.ts), so it is refused here without asking the app.
  navigation.addEventListener('navigate', (event) => {
    if (event.cancelable && !/^https?:/.test(event.destination.url)) event.preventDefault();
  });

  const module = { exports: {} };
  try {
    parts.preload(required, module, module.exports, parts.process);
  } catch (error) {
    say({ kind: 'preload-error', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Asks the person in front of the page; resolves with the button and what stands in the field. Escape is the last button. */
export function askInPage(question: Question): Promise<{ readonly button: number; readonly text: string }> {
  const box = document.createElement('div');
  // Closed: the page's scripts can neither read nor press what is in it.
  const root = box.attachShadow({ mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    dialog { font: 13px/1.45 system-ui, sans-serif; min-width: 480px; max-width: 80vw; padding: 16px; border: 1px solid GrayText; border-radius: 8px; color-scheme: light dark; }
    dialog::backdrop { background: rgb(0 0 0 / 40%); }
    h1 { font-size: 14px; margin: 0 0 8px; } p { margin: 0 0 12px; white-space: pre-wrap; }
    label { display: block; } textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; margin-top: 4px; resize: vertical; }
    div { display: flex; justify-content: flex-end; gap: 8px; margin-top: 16px; } button { font: inherit; padding: 4px 14px; }`);
  root.adoptedStyleSheets = [sheet];
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, text = ''): HTMLElementTagNameMap[K] =>
    Object.assign(document.createElement(tag), text === '' ? {} : { textContent: text });

  const dialog = make('dialog');
  dialog.append(make('h1', question.title), make('p', question.detail));
  const field = make('textarea');
  if (question.field) {
    field.rows = question.field.lines;
    field.value = question.field.value;
    const label = make('label', question.field.label);
    label.append(field);
    dialog.append(label);
  }
  const row = make('div');
  dialog.append(row);
  root.append(dialog);
  document.documentElement.append(box);

  return new Promise((resolve) => {
    const close = (button: number) => {
      box.remove();
      resolve({ button, text: field.value });
    };
    question.buttons.forEach((label, button) => {
      const element = make('button', label);
      element.addEventListener('click', () => {
        close(button);
      });
      row.append(element);
    });
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      close(question.buttons.length - 1);
    });
    // The page's own shortcuts must not see what is typed here.
    dialog.addEventListener('keydown', (event) => {
      event.stopPropagation();
      const enter = event.key === 'Enter' && (event.ctrlKey || question.field?.lines === 1);
      if (enter && event.target === field) close(0);
    });
    dialog.showModal();
  });
}
