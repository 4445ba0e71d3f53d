import type { FileFilter, OpenDialogOptions } from 'electron';
import type { OpenPurpose } from '#main/shell.ts';
import { certificateFiles } from './saveDialog.ts';

const identityFiles: readonly FileFilter[] = [
  { name: 'Client certificates', extensions: ['p12', 'pfx', 'pem', 'crt', 'cer', 'key', 'der', 'p7b'] },
  { name: 'All files', extensions: ['*'] },
];

/** Title, kinds of file and way of choosing of an open dialog. Files and folders are two purposes: Windows and Linux show only one of them at a time. */
export function openDialog(purpose: OpenPurpose): OpenDialogOptions {
  switch (purpose) {
    case 'certificates':
      return {
        title: 'Choose certificate files',
        filters: [...certificateFiles],
        properties: ['openFile', 'multiSelections'],
      };
    case 'folder':
      return { title: 'Choose a folder of certificate files', properties: ['openDirectory'] };
    case 'identity':
      return {
        title: 'Choose a client certificate and its key',
        filters: [...identityFiles],
        properties: ['openFile', 'multiSelections'],
      };
    case 'trust':
      return {
        title: 'Choose a trust file',
        filters: [
          { name: 'Trust files', extensions: ['json'] },
          { name: 'All files', extensions: ['*'] },
        ],
        properties: ['openFile'],
      };
  }
}
