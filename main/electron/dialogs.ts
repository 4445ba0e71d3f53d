import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import type { OpenPurpose, SavePurpose } from '#main/shell.ts';
import { openDialog } from './openDialog.ts';
import { safeName } from './safeName.ts';
import { saveDialog } from './saveDialog.ts';

// `dialog.` is written out at every call: tests answer dialogs by replacing the functions of that object.

/** Paths the user chose; empty when the dialog was closed. */
export async function chooseFiles(purpose: OpenPurpose): Promise<readonly string[]> {
  const options = openDialog(purpose);
  const window = front();
  const chosen = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return chosen.canceled ? [] : chosen.filePaths;
}

/** Where to save, or undefined when the dialog was closed. */
export async function chooseSavePath(suggestedName: string, purpose: SavePurpose): Promise<string | undefined> {
  const { title, filters } = saveDialog(suggestedName, purpose);
  const options = { title, filters: [...filters], defaultPath: join(saveFolder(), safeName(suggestedName)) };
  const window = front();
  const chosen = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return chosen.canceled || chosen.filePath === '' ? undefined : chosen.filePath;
}

function front(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
}

/** Electron throws where the system names no such folder (a container, a bare account). */
function saveFolder(): string {
  try {
    return app.getPath('downloads');
  } catch {
    return homedir();
  }
}
