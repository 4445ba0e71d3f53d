import type { BodyRecord } from '#core/http/exchange.ts';
import { isText } from '#core/http/media.ts';
import { call } from '#renderer/call.ts';
import { draftOf, firstHop, shownIn } from './draft.ts';
import { activate, changeDraft, openDraft, selectActive, tabAfter, useExchanges } from './exchange.ts';
import { goTo } from './navigation.ts';

/** Largest sent body that is loaded back into the composer, bytes: what an editor shows without delay. */
const BODY_LOADED = 2_000_000;

/** Opens an exchange from history: in the tab that shows it already, else in place of an untouched tab, else in a new one. */
export async function openEntry(id: string): Promise<void> {
  const { drafts } = useExchanges.getState();
  const open = drafts.find(({ run }) => run.status !== 'running' && shownIn(run)?.exchange.id === id);
  if (open !== undefined) {
    activate(open.id);
    return;
  }
  const active = selectActive(useExchanges.getState());
  const isReplaceable = !active.isEdited && active.run.status !== 'running';
  const target = isReplaceable ? active.id : openDraft();
  goTo('requests');
  changeDraft(target, () => ({ run: { status: 'loading', id } }));
  const result = await call('history.get', { id });
  const { run } = useExchanges.getState().drafts.find((draft) => draft.id === target) ?? {};
  // Another entry was chosen while this one was being read.
  if (run?.status !== 'loading' || run.id !== id) return;
  if (!result.ok) {
    changeDraft(target, () => ({ run: { status: 'failed', error: result.error } }));
    return;
  }
  const opened = draftOf(result.value);
  changeDraft(target, ({ isEdited, responseTab }) => ({
    // What was typed into the tab meanwhile stays: only the exchange is shown below it.
    ...(isEdited ? { run: opened.run } : { ...opened, id: target }),
    responseTab: tabAfter(result.value, responseTab),
  }));
  const { body } = firstHop(result.value.exchange).request;
  if (body !== undefined) await loadBody(target, id, body);
}

/** Reads the body that was sent back into the composer, if it is text of a size to edit. */
async function loadBody(target: string, id: string, body: BodyRecord): Promise<void> {
  if (body.bytes > BODY_LOADED || (body.mediaType !== undefined && !isText(body.mediaType))) return;
  const answer = await fetch(`/_body/${body.ref}`).catch(() => undefined);
  if (answer?.ok !== true) return;
  const text = decodeUtf8(await answer.arrayBuffer());
  if (text === undefined) return;
  changeDraft(target, (draft) => {
    if (shownIn(draft.run)?.exchange.id !== id || draft.isEdited) return {};
    return { body: text, unloadedBody: undefined };
  });
}

function decodeUtf8(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
