import { BrowserWindow, ipcMain } from 'electron';
import type { BridgeFailure, EventName, EventPayloads, Handlers } from '#core/contract.ts';
import { fail, type Result } from '#core/result.ts';
import { dispatch } from '#main/dispatch.ts';
import { isTrustedSender } from './origin.ts';

/**
 * Answers `bridge.call`. The only gate of the bridge that knows Electron: who asks is checked here, what is asked in dispatch.
 *
 * @param handlers may still be on its way: calls made while the engine starts wait for it
 */
export function serveIpc(handlers: Promise<Handlers>, development: string | undefined): void {
  ipcMain.handle('call', async (event, name: unknown, input: unknown): Promise<Result<unknown, BridgeFailure>> => {
    if (!isTrustedSender(event.senderFrame, development)) {
      console.error(`A call from ${event.senderFrame?.url ?? 'a frame that is gone'} was refused.`);
      return fail({ kind: 'untrusted-sender', message: 'Only the top frame of the app itself is answered.' });
    }
    return dispatch(await handlers, name, input, reportCrash);
  });
}

/** Tells every window. Before the first window exists nobody listens, and nothing is kept for later. */
export function emitToWindows<N extends EventName>(name: N, payload: EventPayloads[N]): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send('event', name, payload);
  }
}

/** The stack goes to the log; the page learns only that it happened. */
function reportCrash(error: unknown, name: string): void {
  console.error(`${name} crashed:`, error);
}
