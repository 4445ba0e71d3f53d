import { create } from 'zustand';
import { parseAddress } from '#core/http/address.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import type { EffectivePreview } from '#core/trust/effectivePreview.ts';
import { call } from '#renderer/call.ts';

/** What came of the host that was typed. */
type Answer =
  | { readonly status: 'none' }
  | { readonly status: 'asking' }
  | { readonly status: 'problem'; readonly words: string }
  | { readonly status: 'ready'; readonly preview: EffectivePreview };

interface EffectiveHost {
  /** As it was typed. */
  readonly text: string;
  /** What stands while a new answer is on its way stays: nothing flickers while somebody types. */
  readonly answer: Answer;
  /** Whether the table shows only what counts for the host. */
  readonly only: boolean;
}

/** The host of "What would be trusted for": kept for as long as the window is open. */
export const useEffectiveHost = create<EffectiveHost>(() => ({ text: '', answer: { status: 'none' }, only: false }));
const { getState, setState } = useEffectiveHost;

/** How long typing must rest before the engine is asked, ms. */
const REST_MS = 120;
let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

export function typeEffectiveHost(text: string): void {
  clearTimeout(timer);
  asked += 1;
  if (text.trim() === '') {
    setState({ text, answer: { status: 'none' }, only: false });
    return;
  }
  const { answer } = getState();
  setState({ text, answer: answer.status === 'ready' ? answer : { status: 'asking' } });
  timer = setTimeout(() => void askEffective(), REST_MS);
}

export function showOnlyEffective(only: boolean): void {
  setState({ only });
}

/** Asks again: the host is the same, but what is trusted has changed. */
export async function askEffective(): Promise<void> {
  const { text } = getState();
  const address = parseAddress(text);
  if (text.trim() === '') return;
  if (!address.ok) {
    setState({ answer: { status: 'problem', words: 'Write a host, as api.corp or api.corp:8443.' } });
    return;
  }
  if (address.value.scheme === 'http') {
    setState({ answer: { status: 'problem', words: 'http:// is not encrypted: there is nothing to trust.' } });
    return;
  }
  const mine = (asked += 1);
  const { host, port } = address.value;
  const answer = await call('trust.effective', { host, port }).then(
    (result): Answer =>
      result.ok
        ? { status: 'ready', preview: result.value }
        : { status: 'problem', words: explainTrustFailure(result.error) },
    (): Answer => ({ status: 'problem', words: 'It could not be worked out.' }),
  );
  if (mine === asked) setState({ answer });
}
