import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, type FileFilter } from 'electron';
import type { SavePurpose } from '#main/shell.ts';
import { safeName } from './safeName.ts';

// `dialog.` is written out at every call: tests answer dialogs by replacing the functions of that object.

const certificateFiles: readonly FileFilter[] = [
  { name: 'Certificates', extensions: ['pem', 'crt', 'cer', 'der', 'p7b', 'p7c', 'p12', 'pfx', 'jks'] },
  { name: 'All files', extensions: ['*'] },
];

interface SaveDialog {
  readonly title: string;
  readonly filters: readonly FileFilter[];
}

const saveDialogs: Readonly<Record<SavePurpose, SaveDialog>> = {
  har: { title: 'Export as HAR', filters: [{ name: 'HTTP Archive', extensions: ['har'] }] },
  body: { title: 'Save body', filters: [{ name: 'All files', extensions: ['*'] }] },
  certificate: { title: 'Save certificate', filters: certificateFiles },
  report: { title: 'Save report', filters: [{ name: 'Text', extensions: ['txt'] }] },
};

/** Paths the user chose; empty when the dialog was closed. */
export async function chooseCertificateFiles(): Promise<readonly string[]> {
  const options = {
    title: 'Choose certificate files',
    filters: [...certificateFiles],
    properties: ['openFile' as const, 'multiSelections' as const],
  };
  const window = front();
  const chosen = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return chosen.canceled ? [] : chosen.filePaths;
}

/** Where to save, or undefined when the dialog was closed. */
export async function chooseSavePath(suggestedName: string, purpose: SavePurpose): Promise<string | undefined> {
  const { title, filters } = saveDialogs[purpose];
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
