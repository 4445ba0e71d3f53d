import { useRef, useState } from 'react';
import { identityFailureWords } from './identityFailureWords.ts';
import type { InputOf } from '#core/contract.ts';
import { explainTrustFailure } from '#core/trust/explainTrustFailure.ts';
import { call } from '#renderer/call.ts';
import { notify } from '#renderer/state/notice.ts';
import { applyTrust, useTrust } from '#renderer/state/trust.ts';

type Adding = { readonly status: 'idle' | 'adding' } | { readonly status: 'failed'; readonly words: string };

interface Order extends Omit<InputOf<'identity.add'>, 'note'> {
  /** '' when there is none. */
  readonly note: string;
}

/** Keeps a client certificate, once however often it is pressed; afterwards a notice takes it back. */
export function useAddIdentity(
  onClose: (added?: string) => void,
  onDone: ((words: string) => void) | undefined,
): Adding & { readonly add: (order: Order) => void } {
  const [state, setState] = useState<Adding>({ status: 'idle' });
  // State is a draw too late for the second of two quick presses.
  const isRunning = useRef(false);
  const add = async ({ note, ...order }: Order): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ status: 'adding' });
    const before = knownIds();
    const result = await call('identity.add', { ...order, ...(note === '' ? {} : { note }) });
    isRunning.current = false;
    if (!result.ok) {
      setState({ status: 'failed', words: identityFailureWords(result.error) });
      return;
    }
    applyTrust(result);
    const added = result.value.identities.find(({ id }) => !before.has(id));
    if (added !== undefined) {
      notify(`${added.label} is a client certificate now`, {
        label: 'Undo',
        run: () => takeBack(added.id, added.label),
      });
    }
    onDone?.(`${order.label} will be shown to ${order.hosts.join(', ')} when asked for.`);
    onClose(added?.id);
  };
  return { ...state, add: (order) => void add(order) };
}

function knownIds(): ReadonlySet<string> {
  const trust = useTrust.getState();
  return new Set(trust.status === 'ready' ? trust.trust.identities.map(({ id }) => id) : []);
}

async function takeBack(id: string, label: string): Promise<void> {
  const result = await call('trust.remove', { items: [{ kind: 'identity', id }] });
  applyTrust(result);
  notify(result.ok ? `${label} was taken back` : explainTrustFailure(result.error));
}
