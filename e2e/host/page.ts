import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { toAppUrl, toBrowserUrl } from './address.ts';
import { decodeClone, encodeClone, nodeBase64 } from './clone.ts';
import {
  askInPage,
  createBridgeEnd,
  denyWindowOpen,
  startPreloadWorld,
  type HostMessage,
  type Question,
  type WorldMessage,
} from './worlds.ts';

/** The world of the preload, by name, as DevTools shows it; and what Chromium puts into it for us. */
const WORLD = 'Electron Isolated Context';
const BINDING = '__wireglassHostTell';
const RECEIVER = '__wireglassHostHear';

export interface SenderFrame {
  readonly url: string;
  /** RFC 6454, as Electron writes it: 'app://bundle', or 'null' for an opaque one. */
  readonly origin: string;
  readonly parent: null;
}

/** What a window does with what happens in its page. */
export interface PageListener {
  readonly invoke: (channel: string, args: readonly unknown[], frame: SenderFrame) => Promise<unknown>;
  readonly send: (channel: string, args: readonly unknown[], frame: SenderFrame) => void;
  /** True when the navigation may go on. */
  readonly mayNavigate: (url: string, frame: 'main' | 'sub') => boolean;
  readonly windowOpen: (url: string) => void;
  readonly bounds: (bounds: { x: number; y: number; width: number; height: number }) => void;
  readonly dark: (dark: boolean) => void;
}

export interface PageOptions {
  /** Path of the preload, a CommonJS script; absent: none. */
  readonly preload: string | undefined;
  readonly schemes: ReadonlySet<string>;
  /** The handler of a scheme, if it has one. */
  readonly answer: (url: string) => ((request: Request) => Promise<Response>) | undefined;
  readonly listener: PageListener;
}

interface Placement {
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

/** A page of Chromium behaving as one of Electron's: preload in its own world, custom schemes, guarded navigation. */
export interface HostPage {
  readonly page: Page;
  load(url: string): Promise<void>;
  send(channel: string, args: readonly unknown[]): void;
  /** Puts the window there; headless, it only takes the size. */
  place(bounds: Placement): Promise<void>;
  /** Runs text in the page's own world; the value comes back as JSON. */
  evaluate(text: string): Promise<unknown>;
  ask(question: Question): Promise<{ readonly button: number; readonly text: string }>;
  url(): string;
  frame(): SenderFrame;
}

interface World {
  readonly contextId: number;
  readonly origin: string;
}

export async function attachPage(page: Page, options: PageOptions): Promise<HostPage> {
  const cdp = await page.context().newCDPSession(page);
  const { schemes, listener } = options;
  let world: World | undefined;
  let loading: string | undefined;
  let asked = 0;
  const questions = new Map<number, (answer: { button: number; text: string }) => void>();
  const queue: HostMessage[] = [];

  const frame = (): SenderFrame => ({
    url: toAppUrl(page.url(), schemes),
    origin: appOrigin(world?.origin ?? '', schemes),
    parent: null,
  });

  /** In order, and never lost between two documents' worlds: what cannot be delivered belongs to a page that is gone. */
  const tell = (message: HostMessage): void => {
    if (world === undefined) {
      queue.push(message);
      return;
    }
    cdp
      .send('Runtime.callFunctionOn', {
        executionContextId: world.contextId,
        functionDeclaration: `function (text) { ${RECEIVER}(text) }`,
        arguments: [{ value: JSON.stringify(message) }],
      })
      .catch(() => undefined);
  };

  const hear = async (message: WorldMessage): Promise<void> => {
    if (message.kind === 'bounds') listener.bounds(message);
    else if (message.kind === 'dark') listener.dark(message.dark);
    else if (message.kind === 'window-open') listener.windowOpen(toAppUrl(message.url, schemes));
    else if (message.kind === 'send') listener.send(message.channel, args(message.args), frame());
    else if (message.kind === 'preload-error') console.error(`Unable to load preload script: ${message.message}`);
    else if (message.kind === 'answered') {
      questions.get(message.id)?.(message.answer as { button: number; text: string });
      questions.delete(message.id);
    } else {
      const { id, channel } = message;
      try {
        const value = await listener.invoke(channel, args(message.args), frame());
        tell({ kind: 'result', id, value: encodeClone(value, nodeBase64) });
      } catch (error) {
        // Electron passes on the message alone.
        tell({ kind: 'error', id, message: `Error invoking remote method '${channel}': ${String(error)}` });
      }
    }
  };

  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    const aux = context.auxData as { frameId?: string } | undefined;
    if (context.name !== WORLD || aux?.frameId !== mainFrameId) return;
    world = { contextId: context.id, origin: context.origin };
    for (const message of queue.splice(0)) tell(message);
  });
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (world?.contextId === executionContextId) world = undefined;
  });
  cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === BINDING && executionContextId === world?.contextId) void hear(JSON.parse(payload) as WorldMessage);
  });
  // What slips past the page's own window.open and links is closed again; it can have no preload.
  page.on('popup', (popup) => {
    void quietly(popup.close());
  });
  cdp.on('Fetch.requestPaused', (paused) => {
    const url = toAppUrl(paused.request.url, schemes);
    const sub = paused.frameId !== mainFrameId;
    const navigates = paused.resourceType === 'Document' && (sub || url !== loading);
    if (navigates && !listener.mayNavigate(url, sub ? 'sub' : 'main')) {
      // Aborted: the document that is there stays, without an error page.
      void quietly(cdp.send('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' }));
      return;
    }
    const handler = options.answer(url);
    if (handler === undefined) void quietly(cdp.send('Fetch.continueRequest', { requestId: paused.requestId }));
    else void fulfil(cdp, paused, handler, url);
  });

  const { frameTree } = await cdp.send('Page.getFrameTree');
  const mainFrameId = frameTree.frame.id;
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.enable'),
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ...installWorlds(cdp, options.preload),
  ]);

  return {
    page,
    async load(url) {
      loading = url;
      await page.goto(toBrowserUrl(url, schemes), { waitUntil: 'load' }).finally(() => {
        loading = undefined;
      });
    },
    send(channel, values) {
      tell({ kind: 'event', channel, args: encodeClone(values, nodeBase64) });
    },
    async place({ x: left, y: top, width, height }) {
      const { windowId } = await cdp.send('Browser.getWindowForTarget');
      const given = Object.entries({ left, top, width, height }).filter(([, value]) => value !== undefined);
      await cdp.send('Browser.setWindowBounds', { windowId, bounds: Object.fromEntries(given) });
    },
    async evaluate(expression) {
      const call = { expression, awaitPromise: true, returnByValue: true, userGesture: true };
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', call);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as unknown;
    },
    ask: (question) =>
      new Promise((resolve) => {
        questions.set(++asked, resolve);
        tell({ kind: 'ask', id: asked, question });
      }),
    url: () => toAppUrl(page.url(), schemes),
    frame,
  };
}

const args = (text: string): readonly unknown[] => decodeClone(text, nodeBase64) as readonly unknown[];

function appOrigin(origin: string, schemes: ReadonlySet<string>): string {
  return URL.canParse(origin) ? toAppUrl(origin.replace(/\/$/, ''), schemes) : 'null';
}

/** The page's end of the bridge first, then the preload's world: they run in this order, before any script of the page. */
function installWorlds(cdp: CDPSession, preload: string | undefined): Promise<unknown>[] {
  const [toPage, toPreload, opens] = [randomUUID(), randomUUID(), randomUUID()];
  const text = preload === undefined ? '' : readFileSync(preload, 'utf8');
  // `process` of a sandboxed preload is a small part of Node's.
  const facts = JSON.stringify({
    platform: process.platform,
    sandboxed: true,
    type: 'renderer',
    env: {},
    versions: {},
  });
  const preloadWorld = `(${startPreloadWorld})({
    end: (${createBridgeEnd})('${toPage}', '${toPreload}'),
    encode: ${encodeClone}, decode: ${decodeClone}, ask: ${askInPage},
    binding: '${BINDING}', receiver: '${RECEIVER}', opens: '${opens}', process: ${facts},
    preload(require, module, exports, process) {\n${text}\n},
  });`;
  return [
    cdp.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: `if (window.top === window) { (${createBridgeEnd})('${toPreload}', '${toPage}'); (${denyWindowOpen})('${opens}'); }`,
    }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: preloadWorld, worldName: WORLD }),
  ];
}

interface Paused {
  readonly requestId: string;
  readonly request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postData?: string;
  };
}

/** Answers a paused request from a protocol handler. The body goes over whole: CDP has no streams. */
async function fulfil(
  cdp: CDPSession,
  paused: Paused,
  handler: (request: Request) => Promise<Response>,
  url: string,
): Promise<void> {
  const { requestId, request } = paused;
  try {
    const body = request.postData;
    const response = await handler(
      new Request(url, { method: request.method, headers: request.headers, ...(body === undefined ? {} : { body }) }),
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }));
    const answer = { requestId, responseCode: response.status, responseHeaders };
    await quietly(
      cdp.send('Fetch.fulfillRequest', bytes.length === 0 ? answer : { ...answer, body: bytes.toString('base64') }),
    );
  } catch (error) {
    // As Electron: a handler that throws is a failed request, and its error is in the log.
    console.error(`The protocol handler failed for ${url}:`, error);
    await quietly(cdp.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }));
  }
}

/** The page may be gone before it hears the answer. */
async function quietly(sent: Promise<unknown>): Promise<void> {
  await sent.catch(() => undefined);
}
