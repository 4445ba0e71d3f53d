import { create } from 'zustand';
import type { RequestDraft } from '#core/http/draft.ts';
import type { ExchangeWithCertificates } from '#core/http/exchange.ts';
import { call, listen } from '#renderer/call.ts';
import { emptyDraft, isEmptyDraft, shownIn, type ComposerTab, type Draft, type HeaderRow } from './draft.ts';
import { goTo } from './navigation.ts';
import { readParams, writeParams, type Param } from './params.ts';
import { newId } from './uuid.ts';

interface Drafts {
  readonly drafts: readonly Draft[];
  /** There is always one open tab. */
  readonly activeId: string;
  /** Last closed last. */
  readonly closed: readonly Draft[];
}

/** How many closed tabs can be opened again. More are not remembered by the person either. */
const CLOSED_KEPT = 20;

const first = emptyDraft();
export const useExchanges = create<Drafts>(() => ({ drafts: [first], activeId: first.id, closed: [] }));

const { getState, setState } = useExchanges;

/** The open tab; there is always one. */
export function selectActive(state: Drafts): Draft {
  return state.drafts.find((draft) => draft.id === state.activeId) ?? state.drafts[0] ?? first;
}

/** Id of the exchange that the open tab shows, for marking it in the list. */
export function selectShownId(state: Drafts): string | undefined {
  const { run } = selectActive(state);
  return run.status === 'running' || run.status === 'loading' ? run.id : shownIn(run)?.exchange.id;
}

/** Changes one tab; the others, and a tab that is gone, stay as they are. */
export function changeDraft(id: string, update: (draft: Draft) => Partial<Draft>): void {
  setState(({ drafts }) => ({
    drafts: drafts.map((draft) => (draft.id === id ? { ...draft, ...update(draft) } : draft)),
  }));
}

/* Composing */

export function setMethod(id: string, method: string): void {
  changeDraft(id, () => ({ method, isEdited: true }));
}

export function setUrl(id: string, url: string): void {
  changeDraft(id, (draft) => ({ url, params: readParams(url, draft.params, newId), isEdited: true }));
}

export function setParams(id: string, params: readonly Param[]): void {
  changeDraft(id, (draft) => ({ params, url: writeParams(draft.url, params), isEdited: true }));
}

export function setHeaders(id: string, headers: readonly HeaderRow[]): void {
  changeDraft(id, () => ({ headers, isEdited: true }));
}

export function setBody(id: string, body: string): void {
  changeDraft(id, () => ({ body, unloadedBody: undefined, isEdited: true }));
}

export function showComposerTab(id: string, composerTab: ComposerTab): void {
  changeDraft(id, () => ({ composerTab }));
}

/** Shows a tab of the response ('body', 'headers', 'timing', 'tls', 'certificates', 'why'). */
export function showResponseTab(id: string, responseTab: string): void {
  changeDraft(id, () => ({ responseTab }));
}

/* Tabs */

export function activate(id: string): void {
  setState({ activeId: id });
  goTo('requests');
}

/** Opens a tab; with `url` for that address. Returns its id. */
export function openDraft(request: { readonly method?: string; readonly url?: string } = {}): string {
  const draft: Draft = {
    ...emptyDraft(),
    method: request.method ?? 'GET',
    url: request.url ?? '',
    params: readParams(request.url ?? '', [], newId),
  };
  setState(({ drafts }) => ({ drafts: [...drafts, draft], activeId: draft.id }));
  return draft.id;
}

/** Closes a tab; what runs in it is cancelled. The last one is replaced by an empty one. */
export function closeDraft(id: string): void {
  const { drafts, activeId, closed } = getState();
  const index = drafts.findIndex((draft) => draft.id === id);
  const closing = drafts[index];
  if (closing === undefined) return;
  if (closing.run.status === 'running') void call('request.cancel', { id: closing.run.id });
  const rest = drafts.filter((draft) => draft.id !== id);
  const left = rest.length > 0 ? rest : [emptyDraft()];
  const neighbour = left[Math.min(index, left.length - 1)];
  const isWorthKeeping = closing.url !== '' || closing.isEdited;
  setState({
    drafts: left,
    activeId: activeId === id ? (neighbour?.id ?? activeId) : activeId,
    closed: isWorthKeeping ? [...closed, settled(closing)].slice(-CLOSED_KEPT) : closed,
  });
}

/** A tab as it is once nothing runs in it. */
function settled(draft: Draft): Draft {
  if (draft.run.status !== 'running' && draft.run.status !== 'loading') return draft;
  const shown = shownIn(draft.run);
  return { ...draft, run: shown === undefined ? { status: 'idle' } : { status: 'done', shown } };
}

/** Opens the tab that was closed last, again. */
export function reopenDraft(): void {
  const { drafts, closed } = getState();
  const last = closed.at(-1);
  if (last === undefined) return;
  setState({ drafts: [...drafts, last], activeId: last.id, closed: closed.slice(0, -1) });
  goTo('requests');
}

/* Sending */

/** What a tab would send now. Rows without a name and rows that are off stay here. */
export function requestOf(draft: Draft): RequestDraft {
  return {
    method: draft.method,
    url: draft.url,
    headers: draft.headers
      .filter(({ isOn, name }) => isOn && name.trim() !== '')
      .map(({ name, value }) => [name, value]),
    ...(draft.body === '' ? {} : { body: { kind: 'text', text: draft.body } }),
  };
}

/** Sends what the tab holds. Nothing happens while it is running. */
export async function send(draftId: string = getState().activeId): Promise<void> {
  await sendDraft(draftId);
}

/**
 * Sends what the tab holds to whoever answers, unchecked, this once: the dialog has shown what the server will receive.
 *
 * @param keep names of headers with credentials that go along, lower case; the others are left out
 */
export async function sendUnchecked(draftId: string, keep: readonly string[]): Promise<void> {
  await sendDraft(draftId, { keep: [...keep] });
}

async function sendDraft(draftId: string, unchecked?: { readonly keep: string[] }): Promise<void> {
  const draft = getState().drafts.find((candidate) => candidate.id === draftId);
  if (draft === undefined || draft.run.status === 'running') return;
  const id = newId();
  const last = shownIn(draft.run);
  changeDraft(draftId, () => ({
    run: { status: 'running', id, startedAt: Date.now(), ...(last === undefined ? {} : { last }) },
  }));
  goTo('requests');
  const { headers, body, method, url } = requestOf(draft);
  const result = await call('request.send', {
    id,
    draft: {
      method,
      url,
      headers: headers.map(([name, value]) => [name, value]),
      ...(body?.kind === 'text' ? { body: { kind: 'text', text: body.text } } : {}),
      ...(unchecked === undefined ? {} : { unchecked }),
    },
  }).catch((error: unknown) => {
    // The bridge is broken: the tab must not run for ever, and the error belongs to the error boundary.
    changeDraft(draftId, ({ run }) => (run.status === 'running' && run.id === id ? { run: { status: 'idle' } } : {}));
    throw error;
  });
  changeDraft(draftId, ({ run, responseTab }) => {
    if (run.status !== 'running' || run.id !== id) return {};
    if (!result.ok) return { run: { status: 'failed', error: result.error } };
    return { run: { status: 'done', shown: result.value }, responseTab: tabAfter(result.value, responseTab) };
  });
}

/** A chosen tab stays chosen, except that a failure is shown before anything else. */
export function tabAfter({ exchange }: ExchangeWithCertificates, chosen: string | undefined): string | undefined {
  return exchange.outcome.kind === 'response' ? chosen : undefined;
}

/** Stops what runs in the tab. Its exchange then ends as cancelled, through the answer to `send`. */
export async function cancel(draftId: string = getState().activeId): Promise<void> {
  const { run } = getState().drafts.find((draft) => draft.id === draftId) ?? {};
  if (run?.status === 'running') await call('request.cancel', { id: run.id });
}

/** Opens a tab for an address: the open one if it is still empty, else a new one. Returns its id. */
export function openAddress(url: string): string {
  const active = selectActive(getState());
  goTo('requests');
  if (!isEmptyDraft(active)) return openDraft({ url });
  changeDraft(active.id, () => ({ url, params: readParams(url, [], newId) }));
  return active.id;
}

/** Opens a tab for an address and sends it: the cards of the playground. */
export async function openAndSend(url: string): Promise<void> {
  await send(openAddress(url));
}

/** Takes up what the main process says about running requests. Returns the function that stops it. */
export function followProgress(): () => void {
  return listen('request.progress', (progress) => {
    setState(({ drafts }) => ({
      drafts: drafts.map((draft) =>
        draft.run.status === 'running' && draft.run.id === progress.id
          ? { ...draft, run: { ...draft.run, progress } }
          : draft,
      ),
    }));
  });
}
