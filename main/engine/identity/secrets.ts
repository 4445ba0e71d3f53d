import type { Failure, Result } from '#core/result.ts';

/** What protects secrets on this computer, told truthfully: `available` only when others who can read the disk cannot open them. */
export interface SecretState {
  readonly available: boolean;
  /** 'Keychain', 'DPAPI', 'GNOME Keyring', 'KWallet', 'none', 'plain text'. */
  readonly store: string;
  /** In words, when it is not available. */
  readonly reason?: string;
}

/** A sealed text. `by` names the interface and the store that sealed it; only the same may open it. */
export interface Sealed {
  readonly bytes: Uint8Array;
  readonly by: string;
}

export type SecretFailure = Failure<'no-secret-store'> & { readonly store: string; readonly reason: string };

/** The secret store of the desktop. Absent in a terminal, which has none. */
export interface Secrets {
  state(): Promise<SecretState>;
  /** Never rejects; fails rather than write what anybody could read. */
  seal(text: string): Promise<Result<Sealed, SecretFailure>>;
  /** Never rejects. `reason`: why it does not open here, in words. */
  open(sealed: Sealed): Promise<Result<string, SecretFailure>>;
}

/** What `by` says about the store: 'async · GNOME Keyring'. */
export function sealedByText(api: 'async' | 'sync', store: string): string {
  return `${api} · ${store}`;
}

export function storeOf(by: string): string {
  return by.split(' · ')[1] ?? by;
}

/** For where there is no desktop. */
export const noSecrets: Secrets = {
  state: () => Promise.resolve({ available: false, store: 'none', reason: terminalReason }),
  seal: () => Promise.resolve(refuse()),
  open: () => Promise.resolve(refuse()),
};

const terminalReason = 'The secret store is at hand only in the app, not in a terminal.';

function refuse(): { readonly ok: false; readonly error: SecretFailure } {
  return {
    ok: false,
    error: { kind: 'no-secret-store', store: 'none', reason: terminalReason, message: 'No secret store.' },
  };
}
