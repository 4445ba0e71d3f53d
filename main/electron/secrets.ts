import type { SafeStorage } from 'electron';
import { fail, ok, type Result } from '#core/result.ts';
import {
  sealedByText,
  storeOf,
  type Sealed,
  type SecretFailure,
  type Secrets,
  type SecretState,
} from '#main/engine/identity/secrets.ts';

/** What people call the stores of Linux, by Electron's names. */
const linuxStores: Readonly<Record<string, string>> = {
  gnome_libsecret: 'GNOME Keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

/** Of Electron's safeStorage what is used here. */
export type Safe = Pick<
  SafeStorage,
  | 'isAsyncEncryptionAvailable'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'isEncryptionAvailable'
  | 'encryptString'
  | 'decryptString'
  | 'getSelectedStorageBackend'
>;

/**
 * The desktop's secret store through Electron's safeStorage. Call nothing of it before the app is ready.
 *
 * Without a store Electron on Linux encrypts with a password that stands in its source (`basic_text`) and may still call that
 * available: here it counts as none. The asynchronous interface is taken where it works, and what one interface sealed the
 * other never opens: Electron promises it in one direction only.
 */
export function createSecrets(safe: Safe, platform: NodeJS.Platform): Secrets {
  const lookAround = () => surroundingsOf(safe, platform);
  return {
    state: async () => (await lookAround()).state,
    seal: async (text) => {
      const { state, api } = await lookAround();
      const { store } = state;
      if (!state.available) return refuse(store, state.reason);
      try {
        const bytes = api === 'async' ? await safe.encryptStringAsync(text) : safe.encryptString(text);
        return ok({ bytes: new Uint8Array(bytes), by: sealedByText(api, store) });
      } catch (error) {
        return refuse(store, `${store} did not take it (${messageOf(error)}).`);
      }
    },
    open: async (sealed) => {
      const { state } = await lookAround();
      const { store } = state;
      const api = apis.find((one) => sealed.by === sealedByText(one, store));
      if (api === undefined)
        return refuse(store, `It was protected by ${storeOf(sealed.by)}; what this system has now is ${store}.`);
      return state.available ? opened(safe, sealed, api, store) : refuse(store, state.reason);
    },
  };
}

const apis = ['async', 'sync'] as const;

async function opened(
  safe: Safe,
  { bytes }: Sealed,
  api: 'async' | 'sync',
  store: string,
): Promise<Result<string, SecretFailure>> {
  try {
    const buffer = Buffer.from(bytes);
    return ok(api === 'async' ? (await safe.decryptStringAsync(buffer)).result : safe.decryptString(buffer));
  } catch (error) {
    return refuse(
      store,
      `${store} does not open it: it is locked, or the key was protected for another user or computer (${messageOf(error)}).`,
    );
  }
}

interface Surroundings {
  readonly state: SecretState;
  readonly api: 'async' | 'sync';
}

/** Asked each time: a keyring is unlocked while the app runs. */
async function surroundingsOf(safe: Safe, platform: NodeJS.Platform): Promise<Surroundings> {
  const api = (await works(() => safe.isAsyncEncryptionAvailable())) ? 'async' : 'sync';
  const backend = platform === 'linux' ? safe.getSelectedStorageBackend() : undefined;
  if (backend === 'basic_text') return { api, state: plainText };
  const store = storeName(platform, backend);
  if (store === undefined) return { api, state: noStore };
  const available = api === 'async' || (await works(() => safe.isEncryptionAvailable()));
  const reason = `${store} is locked, or refuses this app.`;
  return { api, state: available ? { available, store } : { available, store, reason } };
}

const noStore: SecretState = {
  available: false,
  store: 'none',
  reason: 'This system has no secret store, such as GNOME Keyring or KWallet.',
};

const plainText: SecretState = {
  available: false,
  store: 'plain text',
  reason:
    'This system has no secret store, such as GNOME Keyring or KWallet: what would be written instead can be read by anybody who can read the file.',
};

/** Undefined when there is none that is known. */
function storeName(platform: NodeJS.Platform, backend: string | undefined): string | undefined {
  if (platform === 'darwin') return 'Keychain';
  if (platform === 'win32') return 'DPAPI';
  return backend === undefined ? undefined : linuxStores[backend];
}

async function works(ask: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await ask();
  } catch {
    return false;
  }
}

function refuse(store: string, reason = `${store} is not available.`): Result<never, SecretFailure> {
  return fail({ kind: 'no-secret-store', store, reason, message: reason });
}

/** Electron's words never quote the text. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
