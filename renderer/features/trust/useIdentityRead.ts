import { useRef, useState } from 'react';
import type { InputOf } from '#core/contract.ts';
import { explainIdentityFailure } from '#core/trust/explainIdentityFailure.ts';
import type { IdentityCandidate } from '#core/trust/identity.ts';
import { call } from '#renderer/call.ts';

type Source = InputOf<'identity.read'>['sources'][number];

/** A file, or the text that was pasted, that the client certificate is put together from. */
export interface IdentityPart {
  readonly name: string;
  readonly source: Source;
}

/** Where reading a client certificate stands. */
export type IdentityReading =
  | { readonly status: 'choosing'; readonly problem?: string }
  | { readonly status: 'reading' }
  /** `attempt`: whether a password was tried already. */
  | { readonly status: 'locked'; readonly name: string; readonly attempt: 'first' | 'wrong' }
  | { readonly status: 'read'; readonly candidate: IdentityCandidate; readonly password: 'used' | 'none' };

export interface IdentityRead {
  readonly parts: readonly IdentityPart[];
  readonly state: IdentityReading;
  /** More parts of the same identity: all of them are read together. */
  readonly add: (parts: readonly IdentityPart[]) => void;
  readonly remove: (part: IdentityPart) => void;
  readonly unlock: (password: string) => void;
  readonly refuse: (problem: string) => void;
  /** To the files again, as they were chosen. */
  readonly back: () => void;
}

/** The same limit as the method's. */
const MOST_PARTS = 10;

/** Reads a client certificate and its key from all that was given so far; nothing is stored. */
export function useIdentityRead(): IdentityRead {
  const [parts, setParts] = useState<readonly IdentityPart[]>([]);
  const [state, setState] = useState<IdentityReading>({ status: 'choosing' });
  /** Counts readings: only the last one's answer is shown. */
  const last = useRef(0);

  const read = async (all: readonly IdentityPart[], password?: string): Promise<void> => {
    const mine = ++last.current;
    setParts(all);
    if (all.length === 0) {
      setState({ status: 'choosing' });
      return;
    }
    setState({ status: 'reading' });
    const sources = all.map(({ source }) => source);
    const result = await call('identity.read', { sources, ...(password === undefined ? {} : { password }) });
    if (mine !== last.current) return;
    if (result.ok) {
      setState({ status: 'read', candidate: result.value, password: password === undefined ? 'none' : 'used' });
    } else if (result.error.kind === 'wrong-password') {
      setState({ status: 'locked', name: result.error.name, attempt: result.error.tried ? 'wrong' : 'first' });
    } else {
      setState({ status: 'choosing', problem: explainIdentityFailure(result.error) });
    }
  };

  return {
    parts,
    state,
    add: (more) => {
      const all = [...parts, ...more];
      if (all.length > MOST_PARTS) {
        setState({ status: 'choosing', problem: `At most ${MOST_PARTS} files make one client certificate.` });
      } else {
        void read(all);
      }
    },
    remove: (part) => {
      void read(parts.filter((other) => other !== part));
    },
    unlock: (password) => void read(parts, password),
    refuse: (problem) => {
      setState({ status: 'choosing', problem });
    },
    back: () => {
      last.current++;
      setState({ status: 'choosing' });
    },
  };
}
